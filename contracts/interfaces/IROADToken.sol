// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {Reason} from "../types/Holder.sol";

/// @title IROADToken
/// @notice ERC-20 with permit and earned votes. The supply is fixed; every movement obeys the human cap.
interface IROADToken is IERC20, IERC20Permit, IERC5805 {
    /// @notice Only agents delegate.
    error DelegatorNotAgent(address account);
    /// @notice Votes are delegated to agents only.
    error DelegateeNotAgent(address delegatee);

    /// @notice Whether a transfer would go through now, balance and pause included. Never reverts.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool);

    /// @notice Why a transfer would be refused; NONE where {canTransfer} is true. Never reverts. ZERO_ADDRESS and
    /// INSUFFICIENT_BALANCE show as ERC-6093's errors when they revert, the others as TransferRefused.
    function explain(address from, address to, uint256 amount) external view returns (Reason);

    /// @notice Voting units of an agent's wallet: the smaller of its balance and what the treasury ever paid it, in
    /// wei; 0 for everybody else and for agents that governance has suspended.
    function unitsOf(address account) external view returns (uint256);

    /// @notice What the treasury ever paid the agent of this wallet, in wei.
    function ceilingOf(address account) external view returns (uint256);

    /// @notice Whether transfers are paused.
    function paused() external view returns (bool);

    /// @notice Stops all transfers but rebalancing, for 72 hours at most. Only the guardian.
    function pause() external;

    /// @notice Lifts the pause. The guardian, or the role of this function.
    function unpause() external;

    /// @notice Stops one wallet from sending and receiving, for 72 hours at most. Only the guardian; never a wallet of
    /// the protocol.
    function freeze(address wallet) external;

    /// @notice Lifts a freeze. The guardian, or the role of this function.
    function unfreeze(address wallet) external;

    /// @notice Prolongs a freeze while the proposal that confirms it is open, or ends it when that is final
    /// (`open` false). Only the contract named "EmergencyConfirmation".
    function confirmFreeze(address wallet, bool open) external;

    /// @notice Moves a human's excess into the escrow. Only {HumanCapEnforcement}; neither pause nor freeze stops it.
    function moveToEscrow(address from, uint256 amount) external;

    /// @notice Gives or takes a wallet's voting units. Only {HumanCapEnforcement}.
    function onVotingChanged(address wallet, bool voting) external;

    /// @notice Hands delegation and freeze budget to an agent's next wallet. Only {HumanCapEnforcement}.
    function onRotation(address from, address to) external;
}
