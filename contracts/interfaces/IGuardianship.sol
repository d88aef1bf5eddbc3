// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IGuardianship
/// @notice Who the guardian is, how the office passes on, and when its holder was last heard of.
interface IGuardianship {
    /// @notice A new guardian took the office. Whatever was pending is void, and a place of successor or recovery
    /// address that the new guardian held is empty.
    event GuardianChanged(uint256 indexed epoch, address indexed previous, address indexed current);
    /// @notice The guardian acted or signed a heartbeat.
    event Heartbeat(uint256 indexed epoch, uint256 at);
    /// @notice The guardian proposed to pass the office to a new key.
    event RotationProposed(address indexed candidate, uint256 readyAt);
    /// @notice The recovery address proposed to pass the office to a new key. `arbiter` decides if it is contested.
    event RecoveryProposed(address indexed candidate, address indexed arbiter, uint256 readyAt);
    /// @notice The guardian contested the recovery.
    event RecoveryContested(address indexed candidate);
    /// @notice The arbiter confirmed the contested recovery.
    event RecoveryConfirmed(address indexed candidate);
    /// @notice A pending rotation (`byRecovery` false) or recovery (true) was cancelled.
    event RotationCancelled(address indexed candidate, bool byRecovery);
    /// @notice The guardian named another successor, from `effectiveAt` on.
    event SuccessorProposed(address indexed previous, address indexed successor, uint256 effectiveAt);
    /// @notice The pending change of successor was cancelled.
    event SuccessorCancelled(address indexed successor);
    /// @notice The guardian named another recovery address, from `effectiveAt` on.
    event RecoveryAddressProposed(address indexed previous, address indexed recovery, uint256 effectiveAt);
    /// @notice The pending change of recovery address was cancelled.
    event RecoveryAddressCancelled(address indexed recovery);
    /// @notice The office is vacant: nobody holds it until the guardian returns or another one is installed.
    event OfficeVacated(uint256 indexed epoch, address indexed guardian);
    /// @notice The guardian returned before another one was installed.
    event GuardianReturned(uint256 indexed epoch, address indexed guardian);

    error CallerNotGuardian(address caller);
    error CallerNotRecovery(address caller, address recovery);
    error CallerNotCandidate(address caller, address candidate);
    error CallerNotArbiter(address caller, address arbiter);
    /// @notice The office is vacant; only the guardian's own heartbeat ends that, or an installation.
    error OfficeVacant();
    /// @notice Nobody uses the office in the block in which it was accepted.
    error OfficeJustTaken(uint256 seatedAt);
    /// @notice `candidate` is the zero address, a protocol contract, an agent's wallet, or holds the office already.
    error CandidateRefused(address candidate);
    /// @notice Guardian, recovery address and successor must differ.
    error OfficersNotDistinct(address officer);
    error NothingPending();
    error NotReady(uint256 readyAt);
    /// @notice A contested recovery waits for the arbiter.
    error RecoveryIsContested(address arbiter);
    error RecoveryNotContested();
    /// @notice The guardian has been heard of too recently for the office to be vacant.
    error GuardianNotSilent(uint256 lastSeen, uint256 vacantFrom);

    // --- Anyone ---

    /// @notice The current guardian, also while the office is vacant.
    function guardian() external view returns (address);

    /// @notice Whether `account` may use the office in this block.
    function isGuardian(address account) external view returns (bool);

    /// @notice Number of guardians so far; 1 for the first.
    function epoch() external view returns (uint256);

    /// @notice When the epoch of that number began, in seconds since 1970; 0 if it has not.
    function startedAt(uint256 number) external view returns (uint256);

    /// @notice Whether nobody holds the office.
    function vacant() external view returns (bool);

    /// @notice Last time that the guardian acted or signed a heartbeat, in seconds since 1970.
    function lastSeen() external view returns (uint256);

    /// @notice The cold address that can cancel a stolen guardian's changes and pass the office on.
    function recovery() external view returns (address);

    /// @notice Who may accept the office first when it is vacant.
    function successor() external view returns (address);

    /// @notice Whether `account` is, or is about to be, guardian, recovery address or successor; an elected candidate
    /// that can still accept too.
    function isReserved(address account) external view returns (bool);

    /// @notice Those addresses; zero where there is none.
    function reserved() external view returns (address[8] memory);

    /// @notice The guardian's own pending rotation: who, and from when it can be accepted. Zero if none.
    function pendingRotation() external view returns (address candidate, uint256 readyAt);

    /// @notice The recovery's pending rotation.
    /// @return candidate Who is to take the office; zero if none.
    /// @return readyAt From when it can be accepted.
    /// @return arbiter The successor when it was proposed.
    /// @return contested Whether the guardian objected and the arbiter has not yet confirmed.
    function pendingRecovery()
        external
        view
        returns (address candidate, uint256 readyAt, address arbiter, bool contested);

    /// @notice Relays a heartbeat that the guardian signed: EIP-712
    /// `Heartbeat(uint256 epoch,uint256 nonce,uint256 deadline)`, with the deadline at most 72 hours away.
    /// @dev Reverts with DeadlinePassed, DeadlineTooFar, InvalidSignature. Emits Heartbeat, and GuardianReturned when
    /// the office was vacant.
    function heartbeatBySig(uint256 deadline, bytes calldata signature) external;

    // --- The guardian ---

    /// @notice Shows that the guardian is there. Also ends a vacancy before another one is installed.
    function heartbeat() external;

    /// @notice Proposes to pass the office to `candidate`, which accepts after 7 days by a call of its own.
    function proposeRotation(address candidate) external;

    /// @notice Names another successor; effective after 14 days, at once where there is none.
    function proposeSuccessor(address newSuccessor) external;

    /// @notice Names another recovery address; effective after 30 days, at once where there is none. The old one can
    /// cancel it.
    function proposeRecoveryAddress(address newRecovery) external;

    /// @notice Objects to the recovery's rotation: it then needs the arbiter's confirmation, so that a stolen recovery
    /// key alone takes nothing. Without a successor to arbitrate it can't be contested.
    function contestRecovery() external;

    // --- The recovery address, and the guardian where it says so ---

    /// @notice Cancels the guardian's pending rotation. The guardian or the recovery address.
    function cancelRotation() external;

    /// @notice Cancels the pending change of successor. The guardian or the recovery address.
    function cancelSuccessor() external;

    /// @notice Cancels the pending change of recovery address. The guardian or the recovery address.
    function cancelRecoveryAddress() external;

    /// @notice Proposes to pass the office to `candidate`, which accepts after 14 days by a call of its own. Only the
    /// recovery address; only it can cancel.
    function proposeRecovery(address candidate) external;

    /// @notice Cancels the recovery's own rotation. Only the recovery address.
    function cancelRecovery() external;

    // --- Candidates and the arbiter ---

    /// @notice Takes the office by the guardian's rotation. Only its candidate, whose call proves the key.
    function acceptRotation() external;

    /// @notice Takes the office by the recovery's rotation. Only its candidate.
    function acceptRecovery() external;

    /// @notice Confirms a contested recovery. Only the successor at the time of its proposal.
    function confirmRecovery() external;

    // --- Contracts of the protocol ---

    /// @notice Checks that `caller` may use the office now, and notes that it was heard of. Only a peer.
    /// @dev Reverts with BootstrapOpen, CallerNotGuardian, OfficeVacant, OfficeJustTaken. Emits Heartbeat.
    function act(address caller) external;

    /// @notice Declares the office vacant after 120 days of silence. Only the contract named "Succession".
    function vacate() external;

    /// @notice Gives a vacant office to `candidate`. Only the contract named "Succession".
    function install(address candidate) external;
}
