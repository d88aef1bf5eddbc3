// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Book, Cause, MergeRequest, Reason, Wallet, WalletClass} from "../types/Holder.sol";

/// @title IHumanCapEnforcement
/// @notice Decides every movement of ROAD, and keeps for each human one book over all its wallets.
interface IHumanCapEnforcement {
    /// @notice A human's book was opened, or an unverified holder's.
    event BookOpened(uint256 indexed number, bytes32 indexed identity, uint256 validUntil);
    /// @notice `amount` moved between two books; 0 stands for what is not counted. `head` is the chain's new head.
    event BookMoved(uint256 indexed from, uint256 indexed to, uint256 amount, Cause cause, bytes32 head);
    /// @notice A wallet's class, or the book it belongs to, changed.
    event WalletClassified(address indexed wallet, WalletClass previous, WalletClass current, uint256 indexed book);
    /// @notice An identity was verified until `validUntil`.
    event IdentityAttested(bytes32 indexed identity, uint256 previousValidUntil, uint256 validUntil);
    /// @notice An identity may, or may no longer, receive.
    event IdentitySuspended(bytes32 indexed identity, bool suspended);
    /// @notice Two identities are said to be one human; `from` will be merged into `into`.
    event MergeRequested(bytes32 indexed from, bytes32 indexed into, uint256 readyAt);
    event MergeCancelled(bytes32 indexed from, bytes32 indexed into, address indexed by);
    event Merged(bytes32 indexed from, bytes32 indexed into, uint256 fromNumber, uint256 intoNumber);
    event CapChanged(uint256 previous, uint256 current);
    /// @notice What never changes: how many seconds a human above the cap has, and whether unknown wallets may hold.
    event RulesSet(uint256 gracePeriod, bool unverifiedAllowed);
    /// @notice What stood above the cap was moved into the escrow.
    event Rebalanced(bytes32 indexed identity, uint256 moved, uint256 excessLeft);

    /// @notice The transfer is refused, and why.
    error TransferRefused(Reason reason, address from, address to, uint256 amount);
    error IdentityUnknown(bytes32 identity);
    error IdentityZero();
    /// @notice This identity stands for one wallet by itself: 0xffffffff and 28 bytes of a hash of chain and wallet.
    error IdentityReserved(bytes32 identity);
    /// @notice `wallet` can't be linked, enrolled or made a venue as what it is.
    error WalletUnavailable(address wallet, WalletClass class);
    /// @notice `wallet` is not of the class that the call needs.
    error WrongClass(address wallet, WalletClass class, WalletClass expected);
    /// @notice The wallet still holds something and can't change sides.
    error WalletNotEmpty(address wallet, uint256 balance);
    error TooManyWallets(bytes32 identity, uint256 count, uint256 max);
    error MergeNotRequested(bytes32 identity);
    error MergeNotReady(bytes32 identity, uint256 readyAt);
    error MergeWithItself(bytes32 identity);
    error MergePending(bytes32 identity, uint256 readyAt);
    error CapOutOfRange(uint256 cap, uint256 min, uint256 max);
    error CapUnchanged(uint256 cap);
    error GracePeriodOutOfRange(uint256 period, uint256 min, uint256 max);
    /// @notice The human has until `until` to come below the cap by itself.
    error GracePeriodRuns(bytes32 identity, uint256 until);
    error VerificationInPast(uint256 validUntil);
    error UnverifiedAllowedOnMainNetwork(uint256 chainId);

    // --- Views ---

    /// @notice What one human may hold now, in wei.
    function humanCap() external view returns (uint256);

    /// @notice Class of a wallet.
    function classOf(address wallet) external view returns (WalletClass);

    /// @notice Everything that a transfer knows of a wallet.
    function walletOf(address wallet) external view returns (Wallet memory);

    /// @notice Identity of the human to whose book a wallet belongs; zero if none.
    function identityOf(address wallet) external view returns (bytes32);

    /// @notice Number of the human's book; 0 if there is none. Merged identities share one.
    function numberOf(bytes32 identity) external view returns (uint256);

    /// @notice Sum over the human's wallets, in wei.
    function holdingsOf(bytes32 identity) external view returns (uint256);

    /// @notice The human's book.
    function bookOf(bytes32 identity) external view returns (Book memory);

    /// @notice Wallets of the human in the order of linking, those it left included while they hold something.
    function walletsOf(bytes32 identity) external view returns (address[] memory);

    /// @notice What the human holds above the cap, in wei.
    function excessOf(bytes32 identity) external view returns (uint256);

    /// @notice From when the excess can be rebalanced; meaningful while there is one.
    function rebalanceableAt(bytes32 identity) external view returns (uint256);

    /// @notice The announced merge of `identity` into another; all zero if none.
    function mergeOf(bytes32 identity) external view returns (MergeRequest memory);

    /// @notice Head of the hash chain over all changes of books, from zero.
    function head() external view returns (bytes32);

    /// @notice Number of books opened.
    function bookCount() external view returns (uint256);

    /// @notice Why a transfer would be refused for class, freeze or cap. Never reverts. The token's own
    /// `explain` answers for pause, balance and zero address too.
    function refusal(address from, address to, uint256 amount) external view returns (Reason);

    // --- Anyone ---

    /// @notice Moves what a human holds above the cap into the escrow, once its grace period is over: from its wallets
    /// in the order of linking, at most 8 that hold something a call. Does nothing when there is no excess. Works
    /// while transfers are paused and wallets are frozen.
    /// @return moved Wei moved.
    function rebalance(bytes32 identity) external returns (uint256 moved);

    /// @notice Carries out a merge whose 14 days of notice are over; drops it where the two are one already.
    function merge(bytes32 identity) external;

    /// @notice Drops an emptied wallet that its human has left from the human's list.
    function forget(address wallet) external;

    // --- The attestor ---

    /// @notice Verifies an identity until `validUntil`, or renews it.
    function attest(bytes32 identity, uint256 validUntil) external;

    /// @notice Stops an identity from receiving, or lets it again.
    function setIdentitySuspended(bytes32 identity, bool suspended) external;

    /// @notice Links a wallet to a verified human with the wallet's consent, EIP-712
    /// `Link(address wallet,bytes32 identity,uint256 nonce,uint256 deadline)`. Its balance joins the human's book.
    function link(address wallet, bytes32 identity, uint256 deadline, bytes calldata signature) external;

    /// @notice Unlinks a wallet. With a balance it becomes *former* and stays in the human's book.
    function unlink(address wallet) external;

    /// @notice Links `replacement`, with its consent, in place of a lost wallet of the same human.
    function recover(address lost, address replacement, uint256 deadline, bytes calldata signature) external;

    /// @notice Announces that two identities are one human. 14 days later anyone may carry it out.
    function requestMerge(bytes32 from, bytes32 into) external;

    // --- The guardian, and governance ---

    /// @notice Cancels an announced merge. The guardian, or the role of this function.
    function cancelMerge(bytes32 from) external;

    /// @notice Stops links, recoveries and merge requests, for 72 hours at most. Only the guardian.
    function pauseLinks() external;

    /// @notice Lifts that. The guardian, or the role of this function.
    function unpauseLinks() external;

    /// @notice Lowers the cap, or raises it again, never above 5 % of the supply. By its role.
    function setHumanCap(uint256 newCap) external;

    /// @notice Makes a wallet a venue, counted as one capped human, or ends that. By its role.
    function setVenue(address wallet, bool enabled) external;

    // --- Contracts of the protocol ---

    /// @notice Decides a movement whose balances have moved, and books it. Only the token.
    /// @dev What the treasury pays an agent raises that agent's ceiling.
    /// @param operator Who called the token.
    /// @return senderCeiling The most voting units that the sender can have; 0 where it has none.
    /// @return recipientCeiling The same of the recipient, after this movement.
    function onTransfer(address operator, address from, address to, uint256 amount)
        external
        returns (uint256 senderCeiling, uint256 recipientCeiling);

    /// @notice Freezes a wallet until `until`. Only the token.
    function setFrozenUntil(address wallet, uint40 until) external;

    /// @notice Makes an unused wallet that of an active agent. Only the registry.
    function enrolAgent(address wallet) external;

    /// @notice Gives or takes an agent's voting units. Only the registry.
    function setVoting(address wallet, bool voting) external;

    /// @notice Stops an agent's wallet from sending until `until`. Only the registry.
    function setHaltedUntil(address wallet, uint40 until) external;

    /// @notice Hands class, votes, halts and freezes of an agent from one wallet to the next. Only the registry.
    function rotateAgent(address from, address to) external;

    /// @notice Makes a retired agent's wallet *former*, with a book of its own. Only the registry.
    function retireAgent(address wallet) external;

    /// @notice The old guardian's wallet becomes *former*, the new one is exempt. Only {Guardianship}. Never reverts
    /// for class, book, pause or number of wallets.
    function onGuardianChanged(address previous, address current) external;
}
