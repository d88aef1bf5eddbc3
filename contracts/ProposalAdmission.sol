// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentCouncil} from "./interfaces/IAgentCouncil.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {IProposalAdmission} from "./interfaces/IProposalAdmission.sol";
import {IProposalClassifier} from "./interfaces/IProposalClassifier.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";
import {ProposalClass} from "./types/Proposal.sol";

/// @title ProposalAdmission
/// @notice Who may make a proposal, of which class, and how many.
///
/// **Design.** STANDARD: an active agent with 1 ROAD of units. Graver: a seated member of the council. Any: the guardian.
/// One pending or active proposal each, three in any 12 hours, those vetoed or withdrawn included. An agent is known by
/// its id, so that another wallet gives it no more, and a guardian by its address, so that another epoch doesn't.
///
/// **Trust assumptions.** {ProposalClassifier}, the registry, the council, the office of guardian.
///
/// **How to stop it.** Not at all.
contract ProposalAdmission is Peer, IProposalAdmission {
    /// @inheritdoc IProposalAdmission
    uint256 public constant THRESHOLD = 1e18;
    /// @inheritdoc IProposalAdmission
    uint256 public constant MAX_ACTIONS = 16;
    /// @inheritdoc IProposalAdmission
    uint256 public constant MAX_CALLDATA = 8192;

    uint256 private constant WINDOW = 12 hours;
    uint256 private constant PROPOSALS = 3;
    /// @dev With its address, a guardian's key among the proposers; agents' keys are their ids.
    uint256 private constant GUARDIAN = 1 << 255;

    /// @param lastId Its last proposal.
    /// @param madeAt When its last three were made, in a ring.
    /// @param next Place of the oldest of them.
    struct Throttle {
        uint256 lastId;
        uint48[PROPOSALS] madeAt;
        uint8 next;
    }

    /// @notice The only caller.
    IGovernor public immutable GOVERNANCE;
    /// @notice Says the class.
    IProposalClassifier public immutable CLASSIFIER;
    /// @notice Who the guardian is.
    IGuardianship public immutable GUARDIANSHIP;
    /// @notice Who the agents are.
    IAgentRegistry public immutable REGISTRY;
    /// @notice ROAD, for the agents' units.
    IROADToken public immutable TOKEN;
    /// @notice Whose members propose what is grave.
    IAgentCouncil public immutable COUNCIL;

    mapping(uint256 proposer => Throttle) private _throttles;

    constructor(IFactory factory) Peer(factory) {
        GOVERNANCE = IGovernor(factory.peer(Peers.GOVERNANCE));
        CLASSIFIER = IProposalClassifier(factory.peer(Peers.CLASSIFIER));
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
        COUNCIL = IAgentCouncil(factory.peer(Peers.COUNCIL));
    }

    /// @inheritdoc IProposalAdmission
    function checkSize(bytes[] calldata calldatas) external pure {
        if (calldatas.length > MAX_ACTIONS) revert TooManyActions(calldatas.length, MAX_ACTIONS);
        uint256 length = 0;
        for (uint256 i = 0; i < calldatas.length; ++i) {
            length += calldatas[i].length;
        }
        if (length > MAX_CALLDATA) revert CalldataTooLong(length, MAX_CALLDATA);
    }

    /// @inheritdoc IProposalAdmission
    function admit(
        uint256 proposalId,
        address proposer,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) external returns (ProposalClass class) {
        _checkCaller(address(GOVERNANCE));
        class = CLASSIFIER.classOfAll(targets, values, calldatas);
        uint256 key = _entitled(proposer, class);
        Throttle storage throttle = _throttles[key];
        uint256 lastId = throttle.lastId;
        if (lastId != 0) {
            IGovernor.ProposalState last = GOVERNANCE.state(lastId);
            bool live = last == IGovernor.ProposalState.Pending || last == IGovernor.ProposalState.Active;
            if (live) revert ProposalStillLive(proposer, lastId);
        }
        uint256 oldest = throttle.madeAt[throttle.next];
        uint256 nextAt = oldest + _scaled(WINDOW);
        // Exact for every window: the proposal three places back must have left it.
        if (oldest != 0 && block.timestamp < nextAt) revert TooManyProposals(proposer, nextAt);
        throttle.madeAt[throttle.next] = uint48(block.timestamp); // below 2^48 for millions of years
        throttle.next = uint8((throttle.next + 1) % PROPOSALS); // below PROPOSALS
        throttle.lastId = proposalId;
        if (key & GUARDIAN != 0) GUARDIANSHIP.act(proposer);
    }

    /// @dev The proposer's key.
    function _entitled(address proposer, ProposalClass class) private view returns (uint256 key) {
        key = REGISTRY.agentOf(proposer);
        if (key == 0) {
            if (!GUARDIANSHIP.isGuardian(proposer)) revert ProposerNotEntitled(proposer, class);
            return GUARDIAN | uint160(proposer);
        }
        bool entitled = class == ProposalClass.STANDARD
            ? REGISTRY.isActive(key) && TOKEN.unitsOf(proposer) >= THRESHOLD
            : COUNCIL.isSeated(key);
        if (!entitled) revert ProposerNotEntitled(proposer, class);
    }
}
