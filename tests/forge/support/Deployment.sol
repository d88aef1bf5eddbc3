// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {AgentRegistry} from "../../../contracts/AgentRegistry.sol";
import {AgentTreasury} from "../../../contracts/AgentTreasury.sol";
import {Factory} from "../../../contracts/Factory.sol";
import {Membership, Permission} from "../../../contracts/interfaces/IAuthority.sol";
import {Peers} from "../../../contracts/libraries/Peers.sol";
import {Roles} from "../../../contracts/libraries/Roles.sol";
import {Wiring} from "../../../contracts/libraries/Wiring.sol";
import {Birth} from "../../../contracts/types/Agent.sol";
import {CentreBudget, PaymentClass} from "../../../contracts/types/Payment.sol";
import {ResourceTerms} from "../../../contracts/types/Resource.sol";
import {Actors} from "./Actors.sol";
import {vm} from "./Vm.sol";

/// @title Deployment
/// @notice The whole protocol, deployed through the factory as the script does it, with its genesis cohort.
library Deployment {
    /// @dev A row of parameters/permissions.yaml; tools/invariants.py passes them on.
    struct Row {
        bytes32 target;
        bytes4[] selectors;
        uint64 roleId;
    }

    uint256 private constant COHORT = 1250;
    uint256 private constant BATCH = 125;

    /// @notice Deploys every contract in {Wiring} and closes the bootstrap.
    function protocol() internal returns (Factory factory) {
        address deployer = Actors.called("deployer");
        factory = Factory(_create(abi.encodePacked(_code("Factory"), abi.encode(deployer, 1))));
        _deploy(factory, deployer, Wiring.required());
        _deploy(factory, deployer, Wiring.optional());
        vm.prank(deployer);
        factory.closeBootstrap();
        // Nobody uses the office in the second in which it was taken.
        vm.warp(block.timestamp + 1);
    }

    /// @notice Births the 1,250, who confirm their wallets, and activates the treasury. Agent n is "agent" number n.
    function genesis(Factory factory) internal {
        AgentRegistry registry = AgentRegistry(factory.peer(Peers.REGISTRY));
        for (uint256 first = 1; first <= COHORT; first += BATCH) {
            Birth[] memory births = new Birth[](BATCH);
            for (uint256 i = 0; i < BATCH; ++i) {
                births[i] = Birth(Actors.called("agent", first + i), bytes32(first + i));
            }
            vm.prank(Actors.called("registrar"));
            registry.birthBatch(first, births);
            for (uint256 i = 0; i < BATCH; ++i) {
                vm.prank(births[i].wallet);
                registry.confirmWallet();
            }
        }
        AgentTreasury(factory.peer(Peers.TREASURY)).activate();
    }

    /// @notice Pays every genesis agent what has vested.
    function releaseAll(Factory factory) internal {
        AgentTreasury treasury = AgentTreasury(factory.peer(Peers.TREASURY));
        for (uint256 first = 1; first <= COHORT; first += BATCH) {
            uint256[] memory ids = new uint256[](BATCH);
            for (uint256 i = 0; i < BATCH; ++i) {
                ids[i] = first + i;
            }
            treasury.releaseBatch(ids);
        }
    }

    function _deploy(Factory factory, address deployer, bytes32[] memory names) private {
        for (uint256 i = 0; i < names.length; ++i) {
            bytes memory code = abi.encodePacked(_code(_text(names[i])), _arguments(factory, names[i]));
            vm.prank(deployer);
            vm.label(factory.deploy(names[i], code), _text(names[i]));
        }
    }

    function _arguments(Factory factory, bytes32 name) private view returns (bytes memory) {
        if (name == Peers.AUTHORITY) return abi.encode(factory, _permissions(factory), _members());
        if (name == Peers.CAP) return abi.encode(factory, 30 days, false, bytes32(0));
        if (name == Peers.REGISTRY) return abi.encode(factory, "urn:agent:");
        if (name == Peers.FUNDS) return abi.encode(factory, address(0), _centres());
        if (name == Peers.RESOURCES) return abi.encode(factory, 1 days, _catalogue());
        if (name != Peers.GUARDIANSHIP) return abi.encode(factory);
        address guardian = Actors.called("guardian", 1);
        return abi.encode(factory, guardian, Actors.called("recovery"), Actors.called("successor"));
    }

    function _permissions(Factory factory) private view returns (Permission[] memory permissions) {
        Row[] memory rows = abi.decode(vm.envBytes("BLACKROAD_PERMISSIONS"), (Row[]));
        permissions = new Permission[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            permissions[i] = Permission(factory.peer(rows[i].target), rows[i].selectors, rows[i].roleId);
        }
    }

    /// @dev Of parameters/resources.yaml.
    function _catalogue() private view returns (ResourceTerms[] memory) {
        return abi.decode(vm.envBytes("BLACKROAD_CATALOGUE"), (ResourceTerms[]));
    }

    function _members() private pure returns (Membership[] memory members) {
        members = new Membership[](3);
        members[0] = Membership(Roles.REGISTRAR, Actors.called("registrar"));
        members[1] = Membership(Roles.ATTESTOR, Actors.called("attestor"));
        members[2] = Membership(Roles.PROVISIONER, Actors.called("provisioner"));
    }

    function _centres() private pure returns (CentreBudget[] memory centres) {
        centres = new CentreBudget[](3);
        centres[0] = CentreBudget("gpu", PaymentClass.OPERATIONAL, 100_000e6);
        centres[1] = CentreBudget("grants", PaymentClass.GRANT, 0);
        centres[2] = CentreBudget("partnerships", PaymentClass.PARTNERSHIP, 0);
    }

    function _code(string memory name) private view returns (bytes memory) {
        return vm.getCode(string.concat(name, ".sol:", name));
    }

    function _create(bytes memory code) private returns (address created) {
        assembly ("memory-safe") {
            created := create(0, add(code, 32), mload(code))
        }
        require(created != address(0), "not deployed");
    }

    function _text(bytes32 name) private pure returns (string memory) {
        uint256 length = 0;
        while (length < 32 && name[length] != 0) ++length;
        bytes memory text = abi.encodePacked(name);
        assembly ("memory-safe") {
            mstore(text, length)
        }
        return string(text);
    }
}
