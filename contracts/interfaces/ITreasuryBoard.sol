// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Treasurer} from "../types/Payment.sol";

/// @title ITreasuryBoard
/// @notice The five who approve payments: the guardian, three treasurers whom the council elects among its members, and
/// the security agent. An approver is known by its agent's id, the guardian by 0.
/// @dev A mandate is one term of one approver. It ends for good when the approver leaves: the guardian with its epoch, a
/// treasurer with its seat in the council or when the council elects another, anybody when governance suspends it. While
/// the guardian suspends an agent in an emergency it approves nothing, and what it has approved does not count.
interface ITreasuryBoard {
    /// @notice A member of the council wants an agent in a treasurer's place, which has had `mandate` mandates. So many
    /// of the seated members do, of so many that elect.
    event TreasurerSupported(
        uint256 indexed place,
        uint256 indexed agentId,
        uint256 indexed by,
        uint256 mandate,
        uint256 supporters,
        uint256 needed
    );
    /// @notice The council elected a treasurer, until `until` at the latest. What `previous` had approved lost that.
    event TreasurerElected(
        uint256 indexed place, uint256 indexed agentId, uint256 indexed previous, uint256 mandate, uint256 until
    );
    /// @notice Governance named the security agent. What `previous` had approved lost that.
    event SecurityNamed(uint256 indexed agentId, uint256 indexed previous, uint256 mandate);

    error PlaceUnknown(uint256 place, uint256 places);
    /// @notice The agent has no seat in the council that it may use now.
    error NotSeated(uint256 agentId);
    /// @notice The agent has another of the five places.
    error AlreadyOnBoard(uint256 agentId);

    // --- Views ---

    /// @notice Treasurer `place`, 0 to 2, as it was elected, whatever has become of it.
    function treasurer(uint256 place) external view returns (Treasurer memory);

    /// @notice Whether all three places were filled; before, only emergencies are paid.
    function treasurersSeated() external view returns (bool);

    /// @notice The security agent.
    function securityAgent() external view returns (uint256);

    /// @notice Whether an agent, or the guardian as 0, is one of the five now.
    function isOnBoard(uint256 approver) external view returns (bool);

    /// @notice The wallet that approves for an agent now, or for the guardian as 0, and its mandate, which a signature
    /// names; both zero for whoever approves of nothing.
    /// @param grant Whether a grant is approved, which the members of the council approve too.
    function mandateOf(uint256 approver, bool grant) external view returns (address wallet, uint96 mandate);

    /// @notice Whom a member of the council supports for a place that is to be filled; 0 if nobody. It counts while the
    /// member has the wallet that said so.
    function supportOf(uint256 place, uint256 agentId) external view returns (uint256);

    // --- The council ---

    /// @notice Supports a member of the council for a treasurer's place, instead of whom the caller supported before.
    /// More than half of the seats that are held at that moment, those of members under emergency suspension included,
    /// elect it, in the place of whoever has it. Repeating it counts anew. Seated members only.
    /// @dev Reverts with CallerNotSeated, PlaceUnknown, NotSeated, AlreadyOnBoard, and with NotFinalised while results of
    /// the council's elections wait. Emits TreasurerSupported, TreasurerElected.
    function supportTreasurer(uint256 place, uint256 agentId) external;

    // --- Governance ---

    /// @notice Names another security agent.
    /// @dev Reverts with WrongStatus for an agent that is not active, AlreadyOnBoard. Emits SecurityNamed.
    function nameSecurity(uint256 agentId) external;
}
