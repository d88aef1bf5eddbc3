// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Dissent} from "contracts/libraries/Dissent.sol";
import {ExecutionDelay} from "contracts/libraries/ExecutionDelay.sol";
import {VoteCount} from "contracts/libraries/VoteCount.sol";
import {VoteScale} from "contracts/libraries/VoteScale.sol";
import {VoteWeights} from "contracts/libraries/VoteWeights.sol";
import {ProposalClass, Tally} from "contracts/types/Proposal.sol";

/// @title Rules
/// @notice The pure rules of a vote, for tests that ask them thousands of times.
contract Rules {
    struct Outcome {
        bool decides;
        bool quorumReached;
        bool succeeded;
        uint256 quorum;
        uint256 delay;
        uint256 guardianWeight;
        uint256 inFavour;
        uint256 against;
        uint256 abstaining;
    }

    function count(ProposalClass class, Tally memory tally) external pure returns (Outcome memory) {
        (uint256 inFavour, uint256 against, uint256 abstaining) = VoteScale.scaled(tally);
        return Outcome({
            decides: VoteCount.decides(tally),
            quorumReached: VoteCount.quorumReached(class, tally),
            succeeded: VoteCount.succeeded(class, tally),
            quorum: VoteWeights.quorum(class, tally.total),
            delay: ExecutionDelay.delay(class, tally),
            guardianWeight: VoteWeights.guardianWeight(tally.total),
            inFavour: inFavour,
            against: against,
            abstaining: abstaining
        });
    }

    function dissent(uint256 against, uint256 whole) external pure returns (uint256) {
        return Dissent.delay(against, whole);
    }
}
