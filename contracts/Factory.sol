// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {CREATE3} from "solady/src/utils/CREATE3.sol";

import {IAuthority} from "./interfaces/IAuthority.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {IPeer} from "./interfaces/IPeer.sol";
import {Peers} from "./libraries/Peers.sol";
import {Roles} from "./libraries/Roles.sol";
import {Wiring} from "./libraries/Wiring.sol";

/// @title Factory
/// @notice Deploys every contract of the protocol to the address that follows from its name, then closes itself.
///
/// **Design.** CREATE3: an address depends on this factory and the name alone, so contracts can know each other in
/// immutables whatever the order of deployment, also those that are written later. Its last act gives the authority to
/// governance, where that was deployed.
///
/// **Trust assumptions.** The deployer until {closeBootstrap}, nobody afterwards. Before it no contract of the
/// protocol works; it checks what the deployer left.
///
/// **How to stop it.** An unfinished deployment is left alone: nothing in it can move.
contract Factory is IFactory {
    /// @inheritdoc IFactory
    address public immutable DEPLOYER;
    /// @inheritdoc IFactory
    uint256 public immutable TIME_DIVISOR;

    /// @inheritdoc IFactory
    uint256 public closedAt;
    /// @inheritdoc IFactory
    mapping(address account => bool) public isPeer;

    constructor(address deployer, uint256 timeDivisor) {
        if (deployer == address(0)) revert ZeroParameter("deployer");
        if (timeDivisor == 0) revert ZeroParameter("timeDivisor");
        // Days stay whole seconds: the emergency budget counts in them.
        if (1 days % timeDivisor != 0) revert DivisorUneven(timeDivisor);
        (DEPLOYER, TIME_DIVISOR) = (deployer, timeDivisor);
    }

    /// @inheritdoc IFactory
    function deploy(bytes32 name, bytes calldata creationCode) external returns (address deployed) {
        _checkDeployer();
        if (!Wiring.isName(name)) revert UnknownPeer(name);
        deployed = CREATE3.deployDeterministic(creationCode, name);
        isPeer[deployed] = true;
        emit PeerDeployed(name, deployed, deployed.codehash);
    }

    /// @inheritdoc IFactory
    function closeBootstrap() external {
        _checkDeployer();
        bytes32[] memory names = Wiring.required();
        for (uint256 i = 0; i < names.length; ++i) {
            if (!isPeer[peer(names[i])]) revert PeerMissing(names[i]);
            _checkPeer(names[i]);
        }
        names = Wiring.optional();
        for (uint256 i = 0; i < names.length; ++i) {
            if (isPeer[peer(names[i])]) _checkPeer(names[i]);
        }
        _checkLinks(Wiring.links());
        _checkLinks(Wiring.optionalLinks());
        closedAt = block.timestamp;
        emit BootstrapClosed(block.timestamp, TIME_DIVISOR);
        address governor = peer(Peers.GOVERNANCE);
        if (isPeer[governor]) IAuthority(peer(Peers.AUTHORITY)).handOver(governor);
        _checkOffices();
    }

    /// @inheritdoc IFactory
    function version() external pure returns (string memory) {
        return "1.0.0";
    }

    /// @inheritdoc IFactory
    function peer(bytes32 name) public view returns (address) {
        return CREATE3.predictDeterministicAddress(name);
    }

    function _checkDeployer() private view {
        if (msg.sender != DEPLOYER) revert CallerNotDeployer(msg.sender);
        if (closedAt != 0) revert BootstrapAlreadyClosed(closedAt);
    }

    function _checkPeer(bytes32 name) private view {
        _checkGetter(name, IPeer.FACTORY.selector, address(this));
        uint256 divisor = IPeer(peer(name)).TIME_DIVISOR();
        if (divisor != TIME_DIVISOR) revert DivisorMismatch(name, divisor, TIME_DIVISOR);
    }

    /// @dev Those of contracts that are not deployed are passed over; the required ones are.
    function _checkLinks(Wiring.Link[] memory links) private view {
        for (uint256 i = 0; i < links.length; ++i) {
            if (isPeer[peer(links[i].from)]) _checkGetter(links[i].from, links[i].getter, peer(links[i].to));
        }
    }

    function _checkGetter(bytes32 name, bytes4 getter, address expected) private view {
        (bool ok, bytes memory answer) = peer(name).staticcall(abi.encodePacked(getter));
        address found = ok && answer.length == 32 ? abi.decode(answer, (address)) : address(0);
        if (found != expected) revert PeerMiswired(name, getter, found, expected);
    }

    /// @dev Runs with the bootstrap closed, since nobody has a role before.
    function _checkOffices() private view {
        address[8] memory officers = IGuardianship(peer(Peers.GUARDIANSHIP)).reserved();
        for (uint256 i = 0; i < officers.length; ++i) {
            if (officers[i] == DEPLOYER) revert DeployerHoldsOffice(DEPLOYER, Roles.CONSTITUTION);
            if (isPeer[officers[i]]) revert PeerHoldsOffice(officers[i]);
        }
        IAccessManager authority = IAccessManager(peer(Peers.AUTHORITY));
        for (uint64 roleId = Roles.CONSTITUTION; roleId <= Roles.OPERATOR; ++roleId) {
            (bool isMember,) = authority.hasRole(roleId, DEPLOYER);
            if (isMember) revert DeployerHoldsOffice(DEPLOYER, roleId);
        }
    }
}
