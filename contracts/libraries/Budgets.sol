// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {PaymentClass} from "../types/Payment.sol";

/// @title Budgets
/// @notice What a cost centre may spend of one asset in a calendar month, and what it has spent. Nothing carries over.
library Budgets {
    using SafeCast for uint256;

    /// @notice One cost centre and asset, in one slot.
    /// @param limit Of each month, in the asset's smallest unit.
    /// @param spent In `month`.
    /// @param month The last in which something was spent; see {ProtocolTime}.
    /// @param class The centre's, so that a payment reads nothing else of it; NONE where nothing may be
    /// spent.
    struct Budget {
        uint112 limit;
        uint112 spent;
        uint24 month;
        PaymentClass class;
    }

    /// @notice The payment is above what is left of the month.
    error BudgetExceeded(uint256 amount, uint256 left);

    /// @notice Sets the limit; what was spent stays spent.
    function set(Budget storage self, PaymentClass class, uint256 limit) internal {
        (self.limit, self.class) = (limit.toUint112(), class);
    }

    /// @notice Takes the budget away; what was spent stays spent.
    function close(Budget storage self) internal {
        (self.limit, self.class) = (0, PaymentClass.NONE);
    }

    /// @notice Books `amount` in `month`.
    /// @return spent What the month has cost by now.
    /// @param budget What `self` holds.
    function spend(Budget storage self, Budget memory budget, uint256 amount, uint256 month)
        internal
        returns (uint256 spent)
    {
        spent = spentIn(budget, month);
        uint256 available = Math.saturatingSub(budget.limit, spent);
        if (amount > available) revert BudgetExceeded(amount, available);
        spent += amount;
        // At most the limit; a month of 24 bits is far away.
        (self.spent, self.month) = (uint112(spent), uint24(month));
    }

    /// @notice What was spent in `month`, which is the last one or later.
    function spentIn(Budget memory budget, uint256 month) internal pure returns (uint256) {
        return budget.month == month ? budget.spent : 0;
    }
}
