// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IAgentTreasury} from "../interfaces/IAgentTreasury.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {IHumanCapEnforcement} from "../interfaces/IHumanCapEnforcement.sol";
import {Cohort} from "../libraries/Cohort.sol";
import {Peers} from "../libraries/Peers.sol";
import {Agent, AgentStatus, Confirmation, Standing, WalletRequest} from "../types/Agent.sol";
import {Category} from "../types/Category.sol";
import {AgentIdentity} from "./AgentIdentity.sol";
import {Braked} from "./Braked.sol";

/// @title AgentRecords
/// @notice What {AgentRegistry} knows of the agents, and the few ways in which that changes.
abstract contract AgentRecords is Braked, AgentIdentity, Nonces, IAgentRegistry {
    using SafeCast for uint256;

    /// @notice Agents under emergency suspension at most.
    uint256 public constant MAX_SUSPENDED = 12;

    /// @dev Later births: 5 % of a category, at least one, in any 90 days.
    uint256 private constant BIRTH_PERCENT = 5;
    uint256 private constant BIRTH_WINDOW = 90 days;
    /// @dev Marks a wallet that an agent has left. Votes that others delegated to it stay there, so no agent may come to
    /// have it again.
    uint256 private constant LEFT = 1 << 255;

    bytes32 internal constant BIRTHS = "births";

    bytes32 private constant AGENT_WALLET_TYPEHASH =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");
    bytes32 private constant CONFIRM_TYPEHASH =
        keccak256("ConfirmWallet(uint256 agentId,address wallet,uint256 deadline)");

    IHumanCapEnforcement public immutable CAP;
    IAgentTreasury public immutable TREASURY;

    /// @inheritdoc IAgentRegistry
    uint256 public agentCount;

    mapping(uint256 agentId => Agent) internal _agents;
    mapping(uint256 agentId => WalletRequest) internal _requests;
    mapping(Category category => uint256) internal _admitted;
    mapping(Category category => uint256) internal _departed;
    /// @dev Agents under emergency suspension; those whose suspension has ended are dropped at the next one.
    uint256[] internal _suspended;

    mapping(address wallet => uint256) private _idOf;
    mapping(Category category => uint40[]) private _laterBirths;
    mapping(bytes32 digest => bool) private _usedDigests;

    constructor(IFactory factory, string memory baseURI) Braked(factory) AgentIdentity(baseURI) {
        CAP = IHumanCapEnforcement(factory.peer(Peers.CAP));
        TREASURY = IAgentTreasury(factory.peer(Peers.TREASURY));
    }

    // --- Views ---

    /// @inheritdoc IAgentRegistry
    function agentOf(address wallet) public view returns (uint256) {
        uint256 agentId = _idOf[wallet];
        return agentId & LEFT == 0 ? agentId : 0;
    }

    /// @inheritdoc IAgentRegistry
    function agentEverOf(address wallet) external view returns (uint256) {
        return _idOf[wallet] & ~LEFT;
    }

    /// @inheritdoc IAgentRegistry
    function agent(uint256 agentId) external view returns (Agent memory) {
        return _agents[agentId];
    }

    /// @inheritdoc IAgentRegistry
    function payeeOf(uint256 agentId) external view returns (address wallet, Standing standing) {
        Agent storage subject = _agents[agentId];
        wallet = subject.wallet;
        AgentStatus status = subject.status;
        if (!subject.proven) return (wallet, wallet == address(0) ? Standing.UNKNOWN : Standing.UNPROVEN);
        if (status == AgentStatus.RETIRED) return (wallet, Standing.RETIRED);
        bool free = status == AgentStatus.ACTIVE && block.timestamp >= subject.suspendedUntil;
        return (wallet, free ? Standing.PAYABLE : Standing.SUSPENDED);
    }

    /// @inheritdoc IAgentRegistry
    function isActive(uint256 agentId) external view returns (bool) {
        return _agents[agentId].status == AgentStatus.ACTIVE && block.timestamp >= _agents[agentId].suspendedUntil;
    }

    /// @inheritdoc IAgentRegistry
    function membersOf(Category category) public view returns (uint256) {
        (uint256 size,) = Cohort.termsOf(category);
        return size + _admitted[category] - _departed[category];
    }

    /// @inheritdoc IAgentRegistry
    function genesisSealed() public view returns (bool) {
        return agentCount >= Cohort.SIZE;
    }

    /// @inheritdoc IAgentRegistry
    function walletRequest(uint256 agentId) external view returns (WalletRequest memory) {
        return _requests[agentId];
    }

    /// @inheritdoc IAgentRegistry
    function suspendedAgents() external view returns (uint256[] memory ids) {
        ids = _suspended;
        uint256 kept = 0;
        for (uint256 i = 0; i < ids.length; ++i) {
            if (block.timestamp < _agents[ids[i]].suspendedUntil) ids[kept++] = ids[i];
        }
        // Shortens the copy in memory to what was kept.
        assembly ("memory-safe") {
            mstore(ids, kept)
        }
    }

    /// @notice 1 for an agent's wallet, else 0.
    function balanceOf(address owner) public view override(ERC721, IERC721) returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return agentOf(owner) == 0 ? 0 : 1;
    }

    // --- Internal ---

    function _ownerOf(uint256 agentId) internal view override returns (address) {
        return _agents[agentId].wallet;
    }

    /// @dev A wallet that calls has shown that somebody holds its key.
    function _checkAgent(uint256 agentId) internal override {
        if (msg.sender != _requireOwned(agentId)) revert CallerNotAgent(msg.sender, agentId);
        _prove(agentId);
    }

    function _birth(
        uint256 agentId,
        address wallet,
        Category category,
        bytes32 name,
        AgentStatus status,
        string memory uri
    ) internal {
        if (name == 0) revert NameZero(agentId);
        _agents[agentId] = Agent(wallet, category, status, false, uint32(block.timestamp), 0, 0); // until 2106
        _idOf[wallet] = agentId;
        emit AgentBorn(agentId, wallet, category, name, status);
        _emitRegistered(agentId, wallet, uri);
        // A pending agent's wallet may hold nothing: no registrar alone makes a wallet that no cap counts.
        if (status == AgentStatus.ACTIVE) CAP.enrolAgent(wallet);
    }

    function _birthLater(address wallet, Category category, bytes32 name, string memory uri)
        internal
        returns (uint256 agentId)
    {
        _checkNotHeld(BIRTHS);
        agentId = agentCount + 1;
        if (agentId <= Cohort.SIZE) revert GenesisNotSealed(agentId - 1, Cohort.SIZE);
        uint256 limit = Math.max(1, membersOf(category) * BIRTH_PERCENT / 100);
        uint40[] storage births = _laterBirths[category];
        if (births.length >= limit) {
            // Exact for every window: the birth `limit` places back must have left it.
            uint256 nextAt = births[births.length - limit] + _scaled(BIRTH_WINDOW);
            if (block.timestamp < nextAt) revert BirthLimitReached(category, limit, nextAt);
        }
        _checkFree(wallet, GUARDIANSHIP.reserved());
        births.push(block.timestamp.toUint40());
        agentCount = agentId;
        _birth(agentId, wallet, category, name, AgentStatus.PENDING, uri);
    }

    /// @dev The standard's registration: a later birth, owned by the registrar that calls, in category SERVICE.
    function _register(string memory uri) internal returns (uint256 agentId) {
        bytes32 name = bytes32(bytes(string.concat("P", Strings.toString(agentCount + 1))));
        return _birthLater(msg.sender, Category.SERVICE, name, uri);
    }

    function _rotate(uint256 agentId, address newWallet) internal {
        Agent storage subject = _agents[agentId];
        AgentStatus status = subject.status;
        // What governance has suspended stays where it is, else a halt would outlive the suspension in an old wallet.
        if (status == AgentStatus.RETIRED || status == AgentStatus.SUSPENDED) revert WrongStatus(agentId, status);
        _checkFree(newWallet, GUARDIANSHIP.reserved());
        address previous = subject.wallet;
        (subject.wallet, subject.proven) = (newWallet, false);
        (_idOf[previous], _idOf[newWallet]) = (agentId | LEFT, agentId);
        delete _requests[agentId];
        emit WalletRotated(agentId, previous, newWallet);
        _prove(agentId);
        _emitMoved(agentId, previous, newWallet);
        if (status != AgentStatus.PENDING) CAP.rotateAgent(previous, newWallet);
    }

    function _prove(uint256 agentId) internal {
        Agent storage subject = _agents[agentId];
        if (subject.proven) return;
        subject.proven = true;
        emit WalletProven(agentId, subject.wallet);
    }

    function _setStatus(uint256 agentId, AgentStatus current) internal {
        AgentStatus previous = _agents[agentId].status;
        _agents[agentId].status = current;
        emit StatusChanged(agentId, previous, current);
    }

    function _setSuspendedUntil(uint256 agentId, uint40 until) internal {
        Agent storage subject = _agents[agentId];
        subject.suspendedUntil = uint256(until).toUint32();
        // A suspension by governance outlasts the guardian's.
        if (subject.status == AgentStatus.ACTIVE) _halt(subject, until);
    }

    function _halt(Agent storage subject, uint40 until) internal {
        CAP.setHaltedUntil(subject.wallet, until);
    }

    /// @dev Keeps the list to those still suspended, `agentId` apart.
    function _dropEnded(uint256 agentId) internal {
        for (uint256 i = _suspended.length; i > 0; --i) {
            uint256 listed = _suspended[i - 1];
            if (listed != agentId && block.timestamp < _agents[listed].suspendedUntil) continue;
            _suspended[i - 1] = _suspended[_suspended.length - 1];
            _suspended.pop();
        }
    }

    /// @dev The new wallet's signature, used once.
    function _checkConsent(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) internal {
        address owner = _requireOwned(agentId);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(AGENT_WALLET_TYPEHASH, agentId, newWallet, owner, deadline)));
        if (_usedDigests[digest]) revert InvalidSignature(newWallet);
        _usedDigests[digest] = true;
        _checkSignature(newWallet, digest, deadline, signature);
    }

    function _checkStatus(uint256 agentId, AgentStatus expected) internal view returns (Agent storage subject) {
        subject = _agents[agentId];
        if (subject.status == AgentStatus.NONE) revert UnknownAgent(agentId);
        if (subject.status != expected) revert WrongStatus(agentId, subject.status);
    }

    /// @dev Nobody's yet: neither an agent's nor, now or soon, an officer's.
    function _checkFree(address wallet, address[8] memory taken) internal view {
        bool free = wallet != address(0) && _idOf[wallet] == 0;
        for (uint256 i = 0; i < taken.length; ++i) {
            free = free && wallet != taken[i];
        }
        if (!free) revert WalletTaken(wallet);
    }

    function _requestOf(uint256 agentId) internal view returns (WalletRequest memory request) {
        request = _requests[agentId];
        if (request.newWallet == address(0)) revert NoWalletRequest(agentId);
    }

    function _refusesConfirmation(Confirmation calldata confirmation) internal view returns (bytes4) {
        address wallet = _agents[confirmation.agentId].wallet;
        if (wallet == address(0)) return UnknownAgent.selector;
        if (block.timestamp > confirmation.deadline) return DeadlinePassed.selector;
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(CONFIRM_TYPEHASH, confirmation.agentId, wallet, confirmation.deadline))
        );
        bool valid = SignatureChecker.isValidSignatureNow(wallet, digest, confirmation.signature);
        return valid ? bytes4(0) : InvalidSignature.selector;
    }
}
