// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title ProposalThrottle
/// @notice How many proposals one proposer may make: three in any 12 hours.
library ProposalThrottle {
    uint256 internal constant WINDOW = 12 hours;

    uint256 private constant PROPOSALS = 3;

    /// @param lastId Its last proposal.
    /// @param madeAt When its last three were made, in a ring.
    /// @param next Place of the oldest of them.
    struct Record {
        uint256 lastId;
        uint48[PROPOSALS] madeAt;
        uint8 next;
    }

    /// @notice Three proposals were made in 12 hours.
    error TooManyProposals(address proposer, uint256 nextAt);

    /// @notice Notes a proposal that is made now.
    /// @param window WINDOW as this network counts it, in seconds.
    function note(Record storage self, uint256 proposalId, address proposer, uint256 window) internal {
        uint256 oldest = self.madeAt[self.next];
        // Exact for every window: the proposal three places back must have left it.
        if (oldest != 0 && block.timestamp < oldest + window) revert TooManyProposals(proposer, oldest + window);
        self.madeAt[self.next] = uint48(block.timestamp); // below 2^48 for millions of years
        self.next = uint8((self.next + 1) % PROPOSALS); // below PROPOSALS
        self.lastId = proposalId;
    }
}
