// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Dissent} from "contracts/libraries/Dissent.sol";

contract DissentProof {
    /// @notice A CRITICAL proposal waits 14 days at least and 45 at most.
    function range(uint256 against, uint256 whole) external pure {
        require(0 < whole && whole <= 1e27 && against <= whole);
        uint256 delay = Dissent.delay(against, whole);
        assert(14 days <= delay && delay <= 45 days);
    }

    /// @notice It waits exactly 14 days up to 33 % against.
    function shortest(uint256 against, uint256 whole) external pure {
        require(0 < whole && whole <= 1e27 && 100 * against <= 33 * whole);
        assert(Dissent.delay(against, whole) == 14 days);
    }

    /// @notice From 67 % on the growth is all of 31 days.
    function longest(uint256 part, uint256 span) external pure {
        require(0 < span && span <= part && part <= 1e29);
        assert(Dissent.growth(part, span) == 31 days);
    }

    /// @notice Between, the growth is floor(31 days × part / span); so, by FloorLemma, more votes against never shorten it.
    function growth(uint256 part, uint256 span) external pure {
        require(0 < span && part <= span && span <= 1e29);
        uint256 grown = Dissent.growth(part, span);
        assert(grown * span <= 31 days * part);
        assert(31 days * part < grown * span + span);
    }
}
