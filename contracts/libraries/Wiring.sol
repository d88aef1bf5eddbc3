// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Peers} from "./Peers.sol";

/// @title Wiring
/// @notice Which contracts the protocol needs, and which of their immutables must name which peer.
library Wiring {
    /// @notice `from` answers `getter` with the address of `to`.
    struct Link {
        bytes32 from;
        bytes4 getter;
        bytes32 to;
    }

    /// @notice The contracts that must stand when the bootstrap is closed.
    function required() internal pure returns (bytes32[] memory names) {
        names = new bytes32[](8);
        names[0] = Peers.AUTHORITY;
        names[1] = Peers.GUARDIANSHIP;
        names[2] = Peers.CAP;
        names[3] = Peers.ESCROW;
        names[4] = Peers.TOKEN;
        names[5] = Peers.VESTING;
        names[6] = Peers.REGISTRY;
        names[7] = Peers.TREASURY;
    }

    /// @notice The contracts of governance, resources and operating funds, which a deployment may have when it closes.
    function optional() internal pure returns (bytes32[] memory names) {
        names = new bytes32[](13);
        names[0] = Peers.GOVERNANCE;
        names[1] = Peers.BALLOTS;
        names[2] = Peers.CLASSIFIER;
        names[3] = Peers.ADMISSION;
        names[4] = Peers.OPERATIONS_EXECUTOR;
        names[5] = Peers.CRITICAL_EXECUTOR;
        names[6] = Peers.CONSTITUTIONAL_EXECUTOR;
        names[7] = Peers.SUCCESSION;
        names[8] = Peers.COUNCIL;
        names[9] = Peers.ADVICE;
        names[10] = Peers.CONFIRMATION;
        names[11] = Peers.RESOURCES;
        names[12] = Peers.FUNDS;
    }

    /// @notice Whether `name` is one that the factory deploys.
    function isName(bytes32 name) internal pure returns (bool) {
        return _contains(required(), name) || _contains(optional(), name);
    }

    /// @notice Every immutable by which a required contract knows another.
    function links() internal pure returns (Link[] memory list) {
        bytes4 guardianship = bytes4(keccak256("GUARDIANSHIP()"));
        bytes4 authority = bytes4(keccak256("authority()"));
        bytes4 cap = bytes4(keccak256("CAP()"));
        bytes4 token = bytes4(keccak256("TOKEN()"));
        bytes4 registry = bytes4(keccak256("REGISTRY()"));
        bytes4 treasury = bytes4(keccak256("TREASURY()"));
        list = new Link[](26);
        list[0] = Link(Peers.AUTHORITY, guardianship, Peers.GUARDIANSHIP);
        list[1] = Link(Peers.GUARDIANSHIP, cap, Peers.CAP);
        list[2] = Link(Peers.GUARDIANSHIP, registry, Peers.REGISTRY);
        list[3] = Link(Peers.CAP, guardianship, Peers.GUARDIANSHIP);
        list[4] = Link(Peers.CAP, authority, Peers.AUTHORITY);
        list[5] = Link(Peers.CAP, token, Peers.TOKEN);
        list[6] = Link(Peers.CAP, registry, Peers.REGISTRY);
        list[7] = Link(Peers.CAP, treasury, Peers.TREASURY);
        list[8] = Link(Peers.CAP, bytes4(keccak256("ESCROW()")), Peers.ESCROW);
        list[9] = Link(Peers.ESCROW, cap, Peers.CAP);
        list[10] = Link(Peers.ESCROW, token, Peers.TOKEN);
        list[11] = Link(Peers.TOKEN, cap, Peers.CAP);
        list[12] = Link(Peers.TOKEN, guardianship, Peers.GUARDIANSHIP);
        list[13] = Link(Peers.TOKEN, authority, Peers.AUTHORITY);
        list[14] = Link(Peers.TOKEN, treasury, Peers.TREASURY);
        list[15] = Link(Peers.VESTING, guardianship, Peers.GUARDIANSHIP);
        list[16] = Link(Peers.VESTING, token, Peers.TOKEN);
        list[17] = Link(Peers.REGISTRY, guardianship, Peers.GUARDIANSHIP);
        list[18] = Link(Peers.REGISTRY, authority, Peers.AUTHORITY);
        list[19] = Link(Peers.REGISTRY, cap, Peers.CAP);
        list[20] = Link(Peers.REGISTRY, treasury, Peers.TREASURY);
        list[21] = Link(Peers.TREASURY, token, Peers.TOKEN);
        list[22] = Link(Peers.TREASURY, registry, Peers.REGISTRY);
        list[23] = Link(Peers.TREASURY, guardianship, Peers.GUARDIANSHIP);
        list[24] = Link(Peers.TREASURY, authority, Peers.AUTHORITY);
        list[25] = Link(Peers.TREASURY, bytes4(keccak256("FUNDS()")), Peers.FUNDS);
    }

    /// @notice The same of the optional contracts, each of which counts where `from` is deployed.
    function optionalLinks() internal pure returns (Link[] memory list) {
        bytes4 guardianship = bytes4(keccak256("GUARDIANSHIP()"));
        bytes4 token = bytes4(keccak256("TOKEN()"));
        bytes4 registry = bytes4(keccak256("REGISTRY()"));
        bytes4 admission = bytes4(keccak256("ADMISSION()"));
        bytes4 ballots = bytes4(keccak256("BALLOTS()"));
        bytes4 classifier = bytes4(keccak256("CLASSIFIER()"));
        bytes4 council = bytes4(keccak256("COUNCIL()"));
        bytes4 governance = bytes4(keccak256("GOVERNANCE()"));
        bytes4 authority = bytes4(keccak256("AUTHORITY()"));
        bytes4 cap = bytes4(keccak256("CAP()"));
        list = new Link[](42);
        list[0] = Link(Peers.SUCCESSION, guardianship, Peers.GUARDIANSHIP);
        list[1] = Link(Peers.SUCCESSION, token, Peers.TOKEN);
        list[2] = Link(Peers.SUCCESSION, registry, Peers.REGISTRY);
        list[3] = Link(Peers.GOVERNANCE, guardianship, Peers.GUARDIANSHIP);
        list[4] = Link(Peers.GOVERNANCE, admission, Peers.ADMISSION);
        list[5] = Link(Peers.GOVERNANCE, ballots, Peers.BALLOTS);
        list[6] = Link(Peers.GOVERNANCE, classifier, Peers.CLASSIFIER);
        list[7] = Link(Peers.GOVERNANCE, council, Peers.COUNCIL);
        list[8] = Link(Peers.BALLOTS, governance, Peers.GOVERNANCE);
        list[9] = Link(Peers.BALLOTS, guardianship, Peers.GUARDIANSHIP);
        list[10] = Link(Peers.BALLOTS, registry, Peers.REGISTRY);
        list[11] = Link(Peers.BALLOTS, token, Peers.TOKEN);
        list[12] = Link(Peers.CLASSIFIER, authority, Peers.AUTHORITY);
        list[13] = Link(Peers.CLASSIFIER, governance, Peers.GOVERNANCE);
        list[14] = Link(Peers.CLASSIFIER, guardianship, Peers.GUARDIANSHIP);
        list[15] = Link(Peers.ADMISSION, governance, Peers.GOVERNANCE);
        list[16] = Link(Peers.ADMISSION, classifier, Peers.CLASSIFIER);
        list[17] = Link(Peers.ADMISSION, guardianship, Peers.GUARDIANSHIP);
        list[18] = Link(Peers.ADMISSION, registry, Peers.REGISTRY);
        list[19] = Link(Peers.ADMISSION, token, Peers.TOKEN);
        list[20] = Link(Peers.ADMISSION, council, Peers.COUNCIL);
        list[21] = Link(Peers.OPERATIONS_EXECUTOR, governance, Peers.GOVERNANCE);
        list[22] = Link(Peers.CRITICAL_EXECUTOR, governance, Peers.GOVERNANCE);
        list[23] = Link(Peers.CONSTITUTIONAL_EXECUTOR, governance, Peers.GOVERNANCE);
        list[24] = Link(Peers.ADVICE, governance, Peers.GOVERNANCE);
        list[25] = Link(Peers.ADVICE, cap, Peers.CAP);
        list[26] = Link(Peers.ADVICE, authority, Peers.AUTHORITY);
        list[27] = Link(Peers.CONFIRMATION, governance, Peers.GOVERNANCE);
        list[28] = Link(Peers.CONFIRMATION, token, Peers.TOKEN);
        list[29] = Link(Peers.CONFIRMATION, registry, Peers.REGISTRY);
        list[30] = Link(Peers.COUNCIL, guardianship, Peers.GUARDIANSHIP);
        list[31] = Link(Peers.COUNCIL, registry, Peers.REGISTRY);
        list[32] = Link(Peers.COUNCIL, governance, Peers.GOVERNANCE);
        list[33] = Link(Peers.GOVERNANCE, bytes4(keccak256("token()")), Peers.TOKEN);
        list[34] = Link(Peers.RESOURCES, guardianship, Peers.GUARDIANSHIP);
        list[35] = Link(Peers.RESOURCES, bytes4(keccak256("authority()")), Peers.AUTHORITY);
        list[36] = Link(Peers.RESOURCES, registry, Peers.REGISTRY);
        list[37] = Link(Peers.FUNDS, bytes4(keccak256("authority()")), Peers.AUTHORITY);
        list[38] = Link(Peers.FUNDS, guardianship, Peers.GUARDIANSHIP);
        list[39] = Link(Peers.FUNDS, registry, Peers.REGISTRY);
        list[40] = Link(Peers.FUNDS, council, Peers.COUNCIL);
        list[41] = Link(Peers.FUNDS, bytes4(keccak256("TREASURY()")), Peers.TREASURY);
    }

    function _contains(bytes32[] memory names, bytes32 name) private pure returns (bool) {
        for (uint256 i = 0; i < names.length; ++i) {
            if (names[i] == name) return true;
        }
        return false;
    }
}
