// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Peers
/// @notice Names of the protocol's contracts. A name is the salt of the factory's CREATE3 and so fixes the address,
/// also of the contracts that are deployed later than those that know them.
library Peers {
    bytes32 internal constant AUTHORITY = "Authority";
    bytes32 internal constant GUARDIANSHIP = "Guardianship";
    bytes32 internal constant CAP = "HumanCapEnforcement";
    bytes32 internal constant ESCROW = "HoldingsEscrow";
    bytes32 internal constant TOKEN = "ROAD_Token";
    bytes32 internal constant VESTING = "GuardianVesting";
    bytes32 internal constant REGISTRY = "AgentRegistry";
    bytes32 internal constant TREASURY = "AgentTreasury";
    bytes32 internal constant GOVERNANCE = "Governance";
    bytes32 internal constant BALLOTS = "BallotBox";
    bytes32 internal constant CLASSIFIER = "ProposalClassifier";
    bytes32 internal constant ADMISSION = "ProposalAdmission";
    bytes32 internal constant OPERATIONS_EXECUTOR = "OperationsExecutor";
    bytes32 internal constant CRITICAL_EXECUTOR = "CriticalExecutor";
    bytes32 internal constant CONSTITUTIONAL_EXECUTOR = "ConstitutionalExecutor";
    bytes32 internal constant SUCCESSION = "Succession";
    bytes32 internal constant COUNCIL = "AgentCouncil";
    bytes32 internal constant ADVICE = "Advice";
    bytes32 internal constant CONFIRMATION = "EmergencyConfirmation";
    bytes32 internal constant RESOURCES = "ResourceAllocation";
    bytes32 internal constant FUNDS = "OperatingFunds";
}
