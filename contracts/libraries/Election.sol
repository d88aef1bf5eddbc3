// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Nominee} from "../types/Council.sol";
import {Ranking} from "./Ranking.sol";

/// @title Election
/// @notice The election of one category: who stands, who is listed, which nominees a ballot approves of.
/// @dev The list always holds the highest {Ranking} by endorsements of all who stood, so it depends on neither the order
/// nor the number of nominations. Places on it are fixed when the voting begins, and a ballot is a set of places.
library Election {
    /// @notice Nominees on the list at most.
    uint256 internal constant MAX_LISTED = 64;

    /// @notice What one agent does in one election, in one slot.
    /// @param endorsed Whom it endorsed; 0 if nobody.
    /// @param ballot Places that it approves of: bit 0 is the first.
    /// @param endorsements How many endorse it.
    /// @param bornAt Its birth; 0 if it does not stand.
    /// @param place Its place on the list, from 1; 0 if it is not on it.
    /// @param suspensions How often governance had suspended it when it stood.
    struct Part {
        uint64 endorsed;
        uint64 ballot;
        uint32 endorsements;
        uint32 bornAt;
        uint8 place;
        uint8 suspensions;
    }

    /// @param count Nominees on the list.
    /// @param listed Their ids, by place.
    /// @param approvals Ballots that approve of them, by place.
    struct Data {
        uint8 count;
        uint64[MAX_LISTED] listed;
        uint32[MAX_LISTED] approvals;
        mapping(uint256 agentId => Part) parts;
    }

    error AlreadyStanding(uint256 agentId);
    error AlreadyEndorsed(uint256 agentId, uint256 nominee);
    /// @notice The agent does not stand in this election, or in another category.
    error NotStanding(uint256 agentId);
    /// @notice The agent is not on the list of its category.
    error NotListed(uint256 agentId);
    error NamedTwice(uint256 agentId);

    /// @notice `agentId` stands.
    /// @return listed Whether it came onto the list.
    /// @return displaced Who left the list for it; 0 if nobody.
    function stand(Data storage self, uint64 agentId, uint32 bornAt, uint8 suspensions)
        internal
        returns (bool listed, uint256 displaced)
    {
        Part storage part = self.parts[agentId];
        if (part.bornAt != 0) revert AlreadyStanding(agentId);
        (part.bornAt, part.suspensions) = (bornAt, suspensions);
        return _list(self, agentId, part);
    }

    /// @notice `agentId` endorses `nominee`.
    /// @return endorsements How many do now.
    /// @return displaced Who left the list for the nominee; 0 if nobody.
    function endorse(Data storage self, uint256 agentId, uint256 nominee)
        internal
        returns (uint256 endorsements, uint256 displaced)
    {
        uint64 previous = self.parts[agentId].endorsed;
        if (previous != 0) revert AlreadyEndorsed(agentId, previous);
        Part storage part = self.parts[nominee];
        if (part.bornAt == 0) revert NotStanding(nominee);
        uint64 id = uint64(nominee); // it has stood with as many bits
        self.parts[agentId].endorsed = id;
        endorsements = ++part.endorsements;
        if (part.place == 0) (, displaced) = _list(self, id, part);
    }

    /// @notice Replaces the agent's ballot by one that approves of `nominees`.
    function cast(Data storage self, uint256 agentId, uint256[] calldata nominees) internal {
        uint256 ballot = 0;
        for (uint256 i = 0; i < nominees.length; ++i) {
            uint256 place = self.parts[nominees[i]].place;
            if (place == 0) revert NotListed(nominees[i]);
            uint256 bit = 1 << (place - 1);
            if (ballot & bit != 0) revert NamedTwice(nominees[i]);
            ballot |= bit;
        }
        uint256 changed = ballot ^ self.parts[agentId].ballot;
        self.parts[agentId].ballot = uint64(ballot); // 64 places
        for (uint256 i = 0; changed >> i != 0; ++i) {
            if (changed >> i & 1 == 0) continue;
            if (ballot >> i & 1 == 0) --self.approvals[i];
            else ++self.approvals[i];
        }
    }

    /// @notice The ranks by approvals of those who have any, the highest first; see {Ranking}.
    function ranking(Data storage self) internal view returns (uint256[] memory ranks) {
        uint256 listed = self.count;
        uint256 count = 0;
        ranks = new uint256[](listed);
        for (uint256 i = 0; i < listed; ++i) {
            uint32 approvals = self.approvals[i];
            if (approvals == 0) continue;
            uint64 agentId = self.listed[i];
            ranks[count++] = Ranking.rankOf(approvals, self.parts[agentId].bornAt, agentId);
        }
        // Shortens the list in memory to what was filled.
        assembly ("memory-safe") {
            mstore(ranks, count)
        }
        Ranking.sort(ranks);
    }

    /// @notice The list, in the order of places.
    function nomineesOf(Data storage self) internal view returns (Nominee[] memory list) {
        list = new Nominee[](self.count);
        for (uint256 i = 0; i < list.length; ++i) {
            uint256 agentId = self.listed[i];
            list[i] = Nominee(agentId, self.parts[agentId].endorsements, self.approvals[i]);
        }
    }

    /// @notice Whom the agent's ballot approves of, in the order of places.
    function ballotOf(Data storage self, uint256 agentId) internal view returns (uint256[] memory names) {
        uint256 ballot = self.parts[agentId].ballot;
        uint256 count = 0;
        names = new uint256[](MAX_LISTED);
        for (uint256 i = 0; ballot >> i != 0; ++i) {
            if (ballot >> i & 1 != 0) names[count++] = self.listed[i];
        }
        assembly ("memory-safe") {
            mstore(names, count)
        }
    }

    /// @dev Lists a nominee where there is room, or in the place of the lowest if it ranks higher.
    function _list(Data storage self, uint64 agentId, Part storage part)
        private
        returns (bool listed, uint256 displaced)
    {
        uint8 place = self.count;
        if (place < MAX_LISTED) {
            self.count = ++place;
        } else {
            (uint256 lowest, uint8 at) = _lowest(self);
            if (Ranking.rankOf(part.endorsements, part.bornAt, agentId) < lowest) return (false, 0);
            displaced = Ranking.agentOf(lowest);
            self.parts[displaced].place = 0;
            place = at;
        }
        self.listed[place - 1] = agentId;
        part.place = place;
        return (true, displaced);
    }

    /// @dev Rank by endorsements, and place from 1, of the lowest on the list.
    function _lowest(Data storage self) private view returns (uint256 lowest, uint8 place) {
        lowest = type(uint256).max;
        for (uint8 i = 0; i < MAX_LISTED; ++i) {
            uint64 agentId = self.listed[i];
            Part storage part = self.parts[agentId];
            uint256 rank = Ranking.rankOf(part.endorsements, part.bornAt, agentId);
            if (rank < lowest) (lowest, place) = (rank, i + 1);
        }
    }
}
