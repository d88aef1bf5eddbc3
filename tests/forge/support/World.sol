// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {AgentCouncil} from "../../../contracts/AgentCouncil.sol";
import {AgentRegistry} from "../../../contracts/AgentRegistry.sol";
import {AgentTreasury} from "../../../contracts/AgentTreasury.sol";
import {Authority} from "../../../contracts/Authority.sol";
import {BallotBox} from "../../../contracts/BallotBox.sol";
import {EmergencyConfirmation} from "../../../contracts/EmergencyConfirmation.sol";
import {Factory} from "../../../contracts/Factory.sol";
import {Governance} from "../../../contracts/Governance.sol";
import {GuardianVesting} from "../../../contracts/GuardianVesting.sol";
import {Guardianship} from "../../../contracts/Guardianship.sol";
import {HoldingsEscrow} from "../../../contracts/HoldingsEscrow.sol";
import {HumanCapEnforcement} from "../../../contracts/HumanCapEnforcement.sol";
import {OperatingFunds} from "../../../contracts/OperatingFunds.sol";
import {ResourceAllocation} from "../../../contracts/ResourceAllocation.sol";
import {ROAD_Token} from "../../../contracts/ROAD_Token.sol";
import {Succession} from "../../../contracts/Succession.sol";
import {Peers} from "../../../contracts/libraries/Peers.sol";
import {Actors} from "./Actors.sol";
import {vm} from "./Vm.sol";

/// @title World
/// @notice The deployed protocol and whoever acts in it.
abstract contract World {
    uint256 internal constant COHORT = 1250;

    Factory internal immutable factory;
    Authority internal immutable authority;
    Guardianship internal immutable guardianship;
    HumanCapEnforcement internal immutable cap;
    HoldingsEscrow internal immutable escrow;
    ROAD_Token internal immutable token;
    GuardianVesting internal immutable vesting;
    AgentRegistry internal immutable registry;
    AgentTreasury internal immutable treasury;
    Governance internal immutable governance;
    BallotBox internal immutable ballots;
    AgentCouncil internal immutable council;
    Succession internal immutable succession;
    EmergencyConfirmation internal immutable confirmation;
    OperatingFunds internal immutable funds;
    ResourceAllocation internal immutable resources;
    address internal immutable operations;
    address internal immutable critical;
    address internal immutable constitutional;
    address internal immutable registrar;
    address internal immutable attestor;
    address internal immutable provisioner;

    constructor(Factory deployed) {
        factory = deployed;
        authority = Authority(deployed.peer(Peers.AUTHORITY));
        guardianship = Guardianship(deployed.peer(Peers.GUARDIANSHIP));
        cap = HumanCapEnforcement(deployed.peer(Peers.CAP));
        escrow = HoldingsEscrow(deployed.peer(Peers.ESCROW));
        token = ROAD_Token(deployed.peer(Peers.TOKEN));
        vesting = GuardianVesting(deployed.peer(Peers.VESTING));
        registry = AgentRegistry(deployed.peer(Peers.REGISTRY));
        treasury = AgentTreasury(deployed.peer(Peers.TREASURY));
        governance = Governance(payable(deployed.peer(Peers.GOVERNANCE)));
        ballots = BallotBox(deployed.peer(Peers.BALLOTS));
        council = AgentCouncil(deployed.peer(Peers.COUNCIL));
        succession = Succession(deployed.peer(Peers.SUCCESSION));
        confirmation = EmergencyConfirmation(deployed.peer(Peers.CONFIRMATION));
        funds = OperatingFunds(payable(deployed.peer(Peers.FUNDS)));
        resources = ResourceAllocation(deployed.peer(Peers.RESOURCES));
        operations = deployed.peer(Peers.OPERATIONS_EXECUTOR);
        critical = deployed.peer(Peers.CRITICAL_EXECUTOR);
        constitutional = deployed.peer(Peers.CONSTITUTIONAL_EXECUTOR);
        registrar = Actors.called("registrar");
        attestor = Actors.called("attestor");
        provisioner = Actors.called("provisioner");
    }

    /// @dev The wallet that an agent has now.
    function walletOf(uint256 agentId) internal view returns (address) {
        return registry.getAgentWallet(agentId);
    }

    function range(uint256 seed, uint256 min, uint256 max) internal pure returns (uint256) {
        if (max - min == type(uint256).max) return seed;
        return min + seed % (max - min + 1);
    }
}
