// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {Peer} from "./base/Peer.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {ISuccession} from "./interfaces/ISuccession.sol";
import {Candidates} from "./libraries/Candidates.sol";
import {DelayedAddress} from "./libraries/DelayedAddress.sol";
import {Peers} from "./libraries/Peers.sol";

/// @title Guardianship
/// @notice The office of the one human who can always say no.
///
/// **Design.** Every other contract asks here, through an immutable, whether a caller may use the office, and asking
/// is what moves the heartbeat. Changes wait, in the open, and can be cancelled while they wait.
///
///                     proposeRotation ── 7 days ── acceptRotation
///   guardian ──┬──────────────────────────────────────────────────────────▶ next guardian, next epoch
///              │      proposeRecovery ── 14 days ── acceptRecovery
///              └── 120 days of silence ──▶ vacant ── install ──▶ next guardian
///                                            └── heartbeat ──▶ the same guardian
///
/// **Trust assumptions.** Of guardian, recovery address and successor at most one key is stolen at a time: a stolen
/// guardian's key is displaced by the recovery address (which cancels the thief's own rotation, and needs the successor's
/// confirmation where the thief objects); a stolen recovery key is stopped by the guardian's objection.
///
/// **How to stop it.** Nobody can pause this contract. Pending changes are cancelled by those whom the functions name.
contract Guardianship is Peer, EIP712, Nonces, IGuardianship {
    using DelayedAddress for DelayedAddress.Value;

    uint256 private constant ROTATION_DELAY = 7 days;
    uint256 private constant RECOVERY_DELAY = 14 days;
    uint256 private constant SUCCESSOR_DELAY = 14 days;
    uint256 private constant RECOVERY_ADDRESS_DELAY = 30 days;
    uint256 private constant HEARTBEAT_DEADLINE = 72 hours;
    /// @dev 90 days without an act, and 30 to answer the challenge.
    uint256 private constant SILENCE = 120 days;

    bytes32 private constant HEARTBEAT_TYPEHASH = keccak256("Heartbeat(uint256 epoch,uint256 nonce,uint256 deadline)");

    struct Office {
        address holder;
        uint40 seatedAt;
        uint40 lastSeen;
        bool vacant;
    }

    struct Rotation {
        address candidate;
        uint40 readyAt;
    }

    struct Recovery {
        address candidate;
        uint40 readyAt;
        bool contested;
        address arbiter;
    }

    /// @notice Told of every change of guardian.
    IHumanCapEnforcement public immutable CAP;
    /// @notice Knows which wallets are agents'.
    IAgentRegistry public immutable REGISTRY;

    /// @inheritdoc IGuardianship
    uint256 public epoch;
    /// @inheritdoc IGuardianship
    mapping(uint256 number => uint256) public startedAt;

    Office private _office;
    Rotation private _rotation;
    Recovery private _recovery;
    DelayedAddress.Value private _successor;
    DelayedAddress.Value private _recoveryAddress;

    modifier onlyGuardian() {
        _act(msg.sender);
        _;
    }

    modifier onlyRecovery() {
        if (msg.sender != recovery()) revert CallerNotRecovery(msg.sender, recovery());
        _;
    }

    /// @param firstGuardian Holds the office first.
    /// @param firstRecovery The cold recovery address.
    /// @param firstSuccessor Accepts first when the office is vacant.
    constructor(IFactory factory, address firstGuardian, address firstRecovery, address firstSuccessor)
        Peer(factory)
        EIP712("BlackRoad Guardianship", "1")
    {
        CAP = IHumanCapEnforcement(factory.peer(Peers.CAP));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        if (firstGuardian == address(0) || firstRecovery == address(0) || firstSuccessor == address(0)) {
            revert CandidateRefused(address(0));
        }
        if (firstGuardian == firstRecovery || firstGuardian == firstSuccessor) {
            revert OfficersNotDistinct(firstGuardian);
        }
        if (firstRecovery == firstSuccessor) revert OfficersNotDistinct(firstRecovery);
        epoch = 1;
        startedAt[1] = block.timestamp;
        _office = Office(firstGuardian, uint40(block.timestamp), uint40(block.timestamp), false);
        _successor.current = firstSuccessor;
        _recoveryAddress.current = firstRecovery;
        emit GuardianChanged(1, address(0), firstGuardian);
        emit SuccessorProposed(address(0), firstSuccessor, block.timestamp);
        emit RecoveryAddressProposed(address(0), firstRecovery, block.timestamp);
    }

    // --- Anyone ---

    /// @inheritdoc IGuardianship
    function heartbeatBySig(uint256 deadline, bytes calldata signature) external {
        _checkBootstrapClosed();
        uint256 latest = block.timestamp + _scaled(HEARTBEAT_DEADLINE);
        if (deadline > latest) revert DeadlineTooFar(deadline, latest);
        address holder = _office.holder;
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(HEARTBEAT_TYPEHASH, epoch, _useNonce(holder), deadline)));
        _checkSignature(holder, digest, deadline, signature);
        _return();
    }

    // --- The guardian ---

    /// @inheritdoc IGuardianship
    function heartbeat() external {
        _checkBootstrapClosed();
        if (msg.sender != _office.holder) revert CallerNotGuardian(msg.sender);
        _return();
    }

    /// @inheritdoc IGuardianship
    function proposeRotation(address candidate) external onlyGuardian {
        _checkCandidate(candidate);
        uint256 readyAt = block.timestamp + _scaled(ROTATION_DELAY);
        _rotation = Rotation(candidate, uint40(readyAt));
        emit RotationProposed(candidate, readyAt);
    }

    /// @inheritdoc IGuardianship
    function proposeSuccessor(address newSuccessor) external onlyGuardian {
        _checkCandidate(newSuccessor);
        _checkOther(_recoveryAddress, newSuccessor);
        address previous = successor();
        uint256 at = _successor.propose(newSuccessor, _scaled(SUCCESSOR_DELAY));
        emit SuccessorProposed(previous, newSuccessor, at);
    }

    /// @inheritdoc IGuardianship
    function proposeRecoveryAddress(address newRecovery) external onlyGuardian {
        _checkCandidate(newRecovery);
        _checkOther(_successor, newRecovery);
        address previous = recovery();
        uint256 at = _recoveryAddress.propose(newRecovery, _scaled(RECOVERY_ADDRESS_DELAY));
        emit RecoveryAddressProposed(previous, newRecovery, at);
    }

    /// @inheritdoc IGuardianship
    function contestRecovery() external onlyGuardian {
        address candidate = _recovery.candidate;
        if (candidate == address(0) || _recovery.arbiter == address(0)) revert NothingPending();
        _recovery.contested = true;
        emit RecoveryContested(candidate);
    }

    // --- The recovery address, and the guardian where it says so ---

    /// @inheritdoc IGuardianship
    function cancelRotation() external {
        _checkGuardianOrRecovery();
        address candidate = _rotation.candidate;
        if (candidate == address(0)) revert NothingPending();
        delete _rotation;
        emit RotationCancelled(candidate, false);
    }

    /// @inheritdoc IGuardianship
    function cancelSuccessor() external {
        _checkGuardianOrRecovery();
        emit SuccessorCancelled(_successor.cancel());
    }

    /// @inheritdoc IGuardianship
    function cancelRecoveryAddress() external {
        _checkGuardianOrRecovery();
        emit RecoveryAddressCancelled(_recoveryAddress.cancel());
    }

    /// @inheritdoc IGuardianship
    function proposeRecovery(address candidate) external onlyRecovery {
        _checkBootstrapClosed();
        _checkCandidate(candidate);
        uint256 readyAt = block.timestamp + _scaled(RECOVERY_DELAY);
        _recovery = Recovery(candidate, uint40(readyAt), false, successor());
        emit RecoveryProposed(candidate, successor(), readyAt);
    }

    /// @inheritdoc IGuardianship
    function cancelRecovery() external onlyRecovery {
        address candidate = _recovery.candidate;
        if (candidate == address(0)) revert NothingPending();
        delete _recovery;
        emit RotationCancelled(candidate, true);
    }

    // --- Candidates and the arbiter ---

    /// @inheritdoc IGuardianship
    function acceptRotation() external {
        Rotation memory rotation = _rotation;
        if (msg.sender != rotation.candidate) revert CallerNotCandidate(msg.sender, rotation.candidate);
        if (_office.vacant) revert OfficeVacant();
        if (block.timestamp < rotation.readyAt) revert NotReady(rotation.readyAt);
        _seat(msg.sender);
    }

    /// @inheritdoc IGuardianship
    function acceptRecovery() external {
        Recovery memory pending = _recovery;
        if (msg.sender != pending.candidate) revert CallerNotCandidate(msg.sender, pending.candidate);
        if (pending.contested) revert RecoveryIsContested(pending.arbiter);
        if (block.timestamp < pending.readyAt) revert NotReady(pending.readyAt);
        _seat(msg.sender);
    }

    /// @inheritdoc IGuardianship
    function confirmRecovery() external {
        Recovery memory pending = _recovery;
        if (msg.sender != pending.arbiter) revert CallerNotArbiter(msg.sender, pending.arbiter);
        if (!pending.contested) revert RecoveryNotContested();
        // Without an arbiter it can't be contested again.
        (_recovery.contested, _recovery.arbiter) = (false, address(0));
        emit RecoveryConfirmed(pending.candidate);
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IGuardianship
    function act(address caller) external {
        if (!FACTORY.isPeer(msg.sender)) revert CallerNotPeer(msg.sender, address(0));
        _act(caller);
    }

    /// @inheritdoc IGuardianship
    function vacate() external {
        _checkCaller(FACTORY.peer(Peers.SUCCESSION));
        if (_office.vacant) revert OfficeVacant();
        uint256 vacantFrom = _office.lastSeen + _scaled(SILENCE);
        if (block.timestamp < vacantFrom) revert GuardianNotSilent(_office.lastSeen, vacantFrom);
        _office.vacant = true;
        emit OfficeVacated(epoch, _office.holder);
    }

    /// @inheritdoc IGuardianship
    function install(address candidate) external {
        _checkCaller(FACTORY.peer(Peers.SUCCESSION));
        if (!_office.vacant) revert GuardianNotSilent(_office.lastSeen, _office.lastSeen + _scaled(SILENCE));
        _seat(candidate);
    }

    // --- Views ---

    /// @inheritdoc IGuardianship
    function guardian() external view returns (address) {
        return _office.holder;
    }

    /// @inheritdoc IGuardianship
    function isGuardian(address account) external view returns (bool) {
        Office memory office = _office;
        return
            account == office.holder && !office.vacant && block.timestamp > office.seatedAt && FACTORY.closedAt() != 0;
    }

    /// @inheritdoc IGuardianship
    function vacant() external view returns (bool) {
        return _office.vacant;
    }

    /// @inheritdoc IGuardianship
    function lastSeen() external view returns (uint256) {
        return _office.lastSeen;
    }

    /// @inheritdoc IGuardianship
    function recovery() public view returns (address) {
        return _recoveryAddress.get();
    }

    /// @inheritdoc IGuardianship
    function successor() public view returns (address) {
        return _successor.get();
    }

    /// @inheritdoc IGuardianship
    function isReserved(address account) external view returns (bool) {
        if (account == address(0)) return false;
        address[8] memory taken = reserved();
        for (uint256 i = 0; i < taken.length; ++i) {
            if (account == taken[i]) return true;
        }
        return false;
    }

    /// @inheritdoc IGuardianship
    function reserved() public view returns (address[8] memory) {
        address succession = FACTORY.peer(Peers.SUCCESSION);
        return [
            _office.holder,
            _rotation.candidate,
            _recovery.candidate,
            successor(),
            _successor.next,
            recovery(),
            _recoveryAddress.next,
            FACTORY.isPeer(succession) ? ISuccession(succession).elected() : address(0)
        ];
    }

    /// @inheritdoc IGuardianship
    function pendingRotation() external view returns (address, uint256) {
        return (_rotation.candidate, _rotation.readyAt);
    }

    /// @inheritdoc IGuardianship
    function pendingRecovery() external view returns (address, uint256, address, bool) {
        Recovery memory pending = _recovery;
        return (pending.candidate, pending.readyAt, pending.arbiter, pending.contested);
    }

    // --- Internal ---

    /// @dev Every use of the office passes here.
    function _act(address caller) private {
        _checkBootstrapClosed();
        Office memory office = _office;
        if (caller != office.holder) revert CallerNotGuardian(caller);
        if (office.vacant) revert OfficeVacant();
        if (block.timestamp <= office.seatedAt) revert OfficeJustTaken(office.seatedAt);
        _seen();
    }

    /// @dev A heartbeat also ends a vacancy.
    function _return() private {
        if (_office.vacant) {
            _office.vacant = false;
            emit GuardianReturned(epoch, _office.holder);
        }
        _seen();
    }

    function _seen() private {
        _office.lastSeen = uint40(block.timestamp); // below 2^40 until the year 36812
        emit Heartbeat(epoch, block.timestamp);
    }

    function _seat(address candidate) private {
        _checkCandidate(candidate);
        address previous = _office.holder;
        _office = Office(candidate, uint40(block.timestamp), uint40(block.timestamp), false);
        // What the old holder or the recovery had begun is void, a change of successor by a thief included.
        delete _rotation;
        delete _recovery;
        // Whoever takes the office gives up its other one: nobody arbitrates, or recovers from, itself.
        _successor.settle(candidate);
        _recoveryAddress.settle(candidate);
        startedAt[++epoch] = block.timestamp;
        emit GuardianChanged(epoch, previous, candidate);
        CAP.onGuardianChanged(previous, candidate);
    }

    function _checkOther(DelayedAddress.Value storage other, address officer) private view {
        if (officer == other.get() || officer == other.next) revert OfficersNotDistinct(officer);
    }

    function _checkGuardianOrRecovery() private {
        if (msg.sender != recovery()) _act(msg.sender);
    }

    function _checkCandidate(address candidate) private view {
        Candidates.check(candidate, _office.holder, FACTORY, REGISTRY);
    }
}
