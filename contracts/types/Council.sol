// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice What a quarter of the council's calendar is for.
///
///   T0 + k × 90 days                                                          T0 + (k + 1) × 90 days
///     │  NOMINATION  │  CAMPAIGN  │  VOTING  │  REST                              │
///     └── 7 days ────┴─ 14 days ──┴─ 7 days ─┴────────────────────────────────────┘
///                                            └ the seats of election k begin
enum Phase {
    NOMINATION,
    CAMPAIGN,
    VOTING,
    REST
}

/// @notice One seat, in one storage slot.
/// @param agentId Who was given it last; 0 if nobody was.
/// @param until End of the term, in seconds since 1970.
/// @param suspensions How often governance had suspended the agent when it was given the seat.
struct Seat {
    uint64 agentId;
    uint40 until;
    uint8 suspensions;
}

/// @notice One nominee on the list of an election.
struct Nominee {
    uint256 agentId;
    uint256 endorsements;
    uint256 approvals;
}
