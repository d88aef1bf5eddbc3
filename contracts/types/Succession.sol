// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice Where the succession stands. Each transition belongs to exactly one stage; {Succession} draws them.
enum SuccessionStage {
    QUIET,
    CHALLENGED,
    UNANSWERED,
    SUCCESSOR,
    OPENABLE,
    VOTING,
    ELECTED,
    ACCEPTANCE,
    FAILED
}

/// @notice A challenge to a silent guardian, in one storage slot. It is in force until the guardian, or a new one, is
/// heard of.
/// @param madeAt Time of the challenge; the snapshot of every round is one second before it.
/// @param vacantAt Time at which the office was declared vacant; 0 before.
/// @param threshold Voting units that elect a guardian.
struct Challenge {
    uint40 madeAt;
    uint40 vacantAt;
    uint128 threshold;
}

/// @notice A round of the election, in one storage slot.
/// @param openedAt Time of its opening; 0 while there is no round.
/// @param electedAt Time at which a candidate reached the threshold; 0 before.
/// @param elected That candidate.
struct Round {
    uint40 openedAt;
    uint40 electedAt;
    address elected;
}
