// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice How grave a proposal is. It follows from its actions, never from a label; a proposal has the class of its
/// gravest action. In the order of gravity.
enum ProposalClass {
    STANDARD,
    CRITICAL,
    AMENDMENT
}

/// @notice Bravo's numbers for a ballot.
enum Support {
    AGAINST,
    FOR,
    ABSTAIN
}

/// @notice The guardian's ballot on a proposal.
enum GuardianBallot {
    NONE,
    AGAINST,
    FOR,
    ABSTAIN
}

/// @notice Everything that decides a vote, in raw numbers.
/// @param guardian The guardian's ballot; it weighs 51.
/// @param inFavour Voting units of the agents for it, in wei.
/// @param against Units against it.
/// @param abstaining Units that abstain; they count to the quorum.
/// @param total All agents' units at the snapshot.
struct Tally {
    GuardianBallot guardian;
    uint256 inFavour;
    uint256 against;
    uint256 abstaining;
    uint256 total;
}

/// @notice A ballot that an agent signed: EIP-712
/// `Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)`, the nonce keyed by the proposal.
struct SignedBallot {
    address voter;
    uint8 support;
    bytes signature;
}
