// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Peer} from "./base/Peer.sol";
import {IAdvice} from "./interfaces/IAdvice.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {Peers} from "./libraries/Peers.sol";
import {Roles} from "./libraries/Roles.sol";
import {WalletClass} from "./types/Holder.sol";
import {Support} from "./types/Proposal.sol";

/// @title Advice
/// @notice Where humans and operators say what they think of a proposal.
///
/// **Design.** Events only; nothing reads them. A contract apart from {Governance}, so that advice can't become a vote.
///
/// **Trust assumptions.** None.
///
/// **How to stop it.** Not at all, and no need to.
contract Advice is Peer, IAdvice {
    /// @notice Whose proposals are advised on.
    IGovernor public immutable GOVERNANCE;
    /// @notice Knows who is a verified human.
    IHumanCapEnforcement public immutable CAP;
    /// @notice Knows who is an operator.
    IAccessManager public immutable AUTHORITY;

    constructor(IFactory factory) Peer(factory) {
        GOVERNANCE = IGovernor(factory.peer(Peers.GOVERNANCE));
        CAP = IHumanCapEnforcement(factory.peer(Peers.CAP));
        AUTHORITY = IAccessManager(factory.peer(Peers.AUTHORITY));
    }

    /// @inheritdoc IAdvice
    function advise(uint256 proposalId, uint8 support, string calldata reason) external {
        bool human = CAP.classOf(msg.sender) == WalletClass.HUMAN;
        if (!human) {
            (bool operator,) = AUTHORITY.hasRole(Roles.OPERATOR, msg.sender);
            if (!operator) revert AdviserNotEntitled(msg.sender);
        }
        if (support > uint8(Support.ABSTAIN)) revert AdviceUnknown(support);
        // Reverts where there is no such proposal.
        GOVERNANCE.state(proposalId);
        emit Advised(proposalId, msg.sender, human ? CAP.identityOf(msg.sender) : bytes32(0), support, reason);
    }
}
