// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IFactory} from "../interfaces/IFactory.sol";
import {ProposalExecutor} from "./ProposalExecutor.sol";

/// @title CriticalExecutor
/// @notice Makes the CRITICAL actions of proposals, and holds the role CRITICAL.
///
/// **Design.** See {ProposalExecutor}. One contract for each class, so that an action of another class fails for want
/// of a role instead of passing as this one.
///
/// **Trust assumptions.** Calls what {Governance} tells it, and nobody else can.
///
/// **How to stop it.** By a veto of the proposal.
contract CriticalExecutor is ProposalExecutor {
    constructor(IFactory factory) ProposalExecutor(factory) {}
}
