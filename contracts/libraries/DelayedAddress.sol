// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IGuardianship} from "../interfaces/IGuardianship.sol";

/// @title DelayedAddress
/// @notice An address whose change takes effect by itself after a delay, and can be cancelled until then.
library DelayedAddress {
    using SafeCast for uint256;

    struct Value {
        address current;
        address next;
        uint40 effectiveAt;
    }

    /// @notice The address in force.
    function get(Value storage self) internal view returns (address) {
        return _due(self) ? self.next : self.current;
    }

    /// @notice Replaces what is pending by a change to `next` after `delay` seconds; an empty place is filled at once.
    function propose(Value storage self, address next, uint256 delay) internal returns (uint40 effectiveAt) {
        self.current = get(self);
        effectiveAt = (block.timestamp + (self.current == address(0) ? 0 : delay)).toUint40();
        (self.next, self.effectiveAt) = (next, effectiveAt);
    }

    /// @notice Drops what is pending.
    function cancel(Value storage self) internal returns (address cancelled) {
        if (self.effectiveAt == 0 || _due(self)) revert IGuardianship.NothingPending();
        cancelled = self.next;
        (self.next, self.effectiveAt) = (address(0), 0);
    }

    /// @notice Makes what is due current and drops what is not; leaves the place empty where `leaver` held it.
    function settle(Value storage self, address leaver) internal {
        address held = get(self);
        self.current = held == leaver ? address(0) : held;
        (self.next, self.effectiveAt) = (address(0), 0);
    }

    function _due(Value storage self) private view returns (bool) {
        return self.effectiveAt != 0 && block.timestamp >= self.effectiveAt;
    }
}
