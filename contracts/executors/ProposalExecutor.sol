// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {Peer} from "../base/Peer.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {IProposalExecutor} from "../interfaces/IProposalExecutor.sol";
import {Peers} from "../libraries/Peers.sol";

/// @title ProposalExecutor
/// @notice Makes the calls of proposals under one identity, which holds one role and nothing else.
abstract contract ProposalExecutor is Peer, IProposalExecutor {
    /// @notice The only caller.
    address public immutable GOVERNANCE;

    /// @inheritdoc IProposalExecutor
    address public transient proposer;

    address private immutable GUARDIANSHIP;

    constructor(IFactory factory) Peer(factory) {
        GOVERNANCE = factory.peer(Peers.GOVERNANCE);
        GUARDIANSHIP = factory.peer(Peers.GUARDIANSHIP);
    }

    /// @inheritdoc IProposalExecutor
    function execute(address target, uint256 value, bytes calldata data, address by) external payable {
        _checkCaller(GOVERNANCE);
        // An action that executes another proposal would have that one's proposer asked for.
        if (proposer != address(0)) revert ExecutionUnderWay(proposer);
        // The office listens to every contract of the protocol, and nobody but the guardian shall move its heartbeat.
        if (target == GUARDIANSHIP) revert TargetRefused(target);
        proposer = by;
        // Without calldata it is a payment, to an account without code too; a call needs a contract.
        if (data.length == 0) Address.sendValue(payable(target), value);
        else Address.functionCallWithValue(target, data, value);
        proposer = address(0);
    }
}
