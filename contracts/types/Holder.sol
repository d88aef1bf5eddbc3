// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice What a wallet is to the cap. NONE may hold nothing, unless the network allows unverified wallets.
enum WalletClass {
    NONE,
    PROTOCOL,
    GUARDIAN,
    AGENT,
    HUMAN,
    FORMER,
    VENUE
}

/// @notice One wallet, in one storage slot: everything that a transfer must know of it.
/// @param class See {WalletClass}.
/// @param voting Whether its balance gives voting units (agents that governance has not suspended).
/// @param book Number of the human whose book counts this wallet; 0 where none does.
/// @param frozenUntil Neither sends nor receives before this time.
/// @param haltedUntil Does not send before this time (a suspended agent).
/// @param ceiling What the treasury ever paid the agent, in wei: its voting units are never more.
struct Wallet {
    WalletClass class;
    bool voting;
    uint32 book;
    uint40 frozenUntil;
    uint40 haltedUntil;
    uint128 ceiling;
}

/// @notice One human's holdings over all its wallets, in one storage slot.
/// @param holdings Sum of the balances of its wallets, in wei.
/// @param overSince When the holdings rose above the cap without a transfer; 0 while they are not above it, or since
/// the cap fell below them.
/// @param validUntil End of the verification; after it the human sends and does not receive.
/// @param linked Number of its wallets of class HUMAN.
/// @param suspended Set by the attestor; a suspended human sends and does not receive.
struct Book {
    uint128 holdings;
    uint40 overSince;
    uint40 validUntil;
    uint8 linked;
    bool suspended;
}

/// @notice Why a transfer is refused. The numbers are part of the audit trail: append, never reorder.
enum Reason {
    NONE,
    ZERO_ADDRESS,
    PAUSED,
    INSUFFICIENT_BALANCE,
    SENDER_FROZEN,
    RECIPIENT_FROZEN,
    SENDER_SUSPENDED,
    RECIPIENT_UNKNOWN,
    RECIPIENT_FORMER,
    RECIPIENT_ESCROW,
    IDENTITY_EXPIRED,
    IDENTITY_SUSPENDED,
    TOO_MANY_WALLETS,
    ABOVE_CAP
}

/// @notice Why an amount moved between books. Append, never reorder.
enum Cause {
    TRANSFER,
    LINK,
    MERGE,
    RECLASSIFICATION,
    REBALANCE
}

/// @notice A merge that has been announced and not yet carried out.
/// @param into Number of the human that stays.
/// @param readyAt When anyone may carry it out.
struct MergeRequest {
    uint32 into;
    uint40 readyAt;
}
