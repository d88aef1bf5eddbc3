// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Peer} from "./base/Peer.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IGuardianship} from "./interfaces/IGuardianship.sol";
import {IGuardianVesting} from "./interfaces/IGuardianVesting.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {GuardianSchedule} from "./libraries/GuardianSchedule.sol";
import {Peers} from "./libraries/Peers.sol";

/// @title GuardianVesting
/// @notice Holds the guardian's 51 % and pays it out over three years.
///
/// **Design.** The office is the beneficiary, not the person: each payment goes to whoever holds it then. The schedule
/// is a formula of time ({GuardianSchedule}); the balance plays no part, so donations don't vest.
///
/// **Trust assumptions.** {Guardianship} says who the guardian is.
///
/// **How to stop it.** A pause of transfers defers a payment, never the clock.
contract GuardianVesting is Peer, IGuardianVesting {
    using SafeERC20 for IROADToken;

    IGuardianship public immutable GUARDIANSHIP;
    IROADToken public immutable TOKEN;

    /// @inheritdoc IGuardianVesting
    uint256 public released;

    constructor(IFactory factory) Peer(factory) {
        GUARDIANSHIP = IGuardianship(factory.peer(Peers.GUARDIANSHIP));
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
    }

    /// @inheritdoc IGuardianVesting
    function release() external returns (uint256 amount) {
        if (GUARDIANSHIP.vacant()) revert OfficeIsVacant();
        amount = releasable();
        if (amount == 0) revert NothingVested();
        released += amount;
        address guardian = GUARDIANSHIP.guardian();
        emit GuardianPaid(guardian, amount, released);
        TOKEN.safeTransfer(guardian, amount);
    }

    /// @inheritdoc IGuardianVesting
    function start() public view returns (uint256) {
        return FACTORY.closedAt();
    }

    /// @inheritdoc IGuardianVesting
    function vestedAt(uint256 timestamp) public view returns (uint256) {
        uint256 begin = start();
        if (begin == 0 || timestamp < begin) return 0;
        return GuardianSchedule.vested(timestamp - begin, _scaled(GuardianSchedule.YEAR));
    }

    /// @inheritdoc IGuardianVesting
    function releasable() public view returns (uint256) {
        return vestedAt(block.timestamp) - released;
    }
}
