// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Category} from "./Category.sol";

/// @notice Where an agent stands in its life.
///
///            admit               suspend
///  PENDING ─────────▶ ACTIVE ◀──────────▶ SUSPENDED
///     │                 │     reinstate       │
///     └───── retire ────┴────── retire ───────┘──▶ RETIRED (final)
///
/// SUSPENDED is the decision of governance. An emergency suspension by the guardian leaves the status as it is and
/// shows in `suspendedUntil` alone, because it ends by itself.
enum AgentStatus {
    NONE,
    PENDING,
    ACTIVE,
    SUSPENDED,
    RETIRED
}

/// @notice One agent, in one storage slot.
/// @param wallet The only address that acts for the agent and is paid for it.
/// @param category Written at birth, never again.
/// @param status See {AgentStatus}.
/// @param proven Whether the wallet has shown, by a call or a signature, that somebody holds its key.
/// @param bornAt Time of birth, in seconds since 1970; 32 bits of them last until 2106.
/// @param suspendedUntil End of an emergency suspension.
/// @param suspensions How often governance has suspended it, modulo 256.
struct Agent {
    address wallet;
    Category category;
    AgentStatus status;
    bool proven;
    uint32 bornAt;
    uint32 suspendedUntil;
    uint8 suspensions;
}

/// @notice Whether an agent can be paid, and if not, why.
enum Standing {
    UNKNOWN,
    PAYABLE,
    SUSPENDED,
    UNPROVEN,
    RETIRED
}

/// @notice One birth of a batch.
/// @param wallet The agent's wallet.
/// @param name Its name in the census, left-aligned; the handle is `@{name}_blackroad`.
struct Birth {
    address wallet;
    bytes32 name;
}

/// @notice Proof, given by signature, that somebody holds an agent's key.
struct Confirmation {
    uint256 agentId;
    uint256 deadline;
    bytes signature;
}

/// @notice A wallet that the registrar asks for on behalf of an agent that lost its key.
struct WalletRequest {
    address newWallet;
    uint40 readyAt;
}
