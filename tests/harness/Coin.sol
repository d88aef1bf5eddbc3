// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Coin
/// @notice A token with six decimals that anybody mints, and that misbehaves as it is told to.
contract Coin {
    enum Mode {
        HONEST,
        NO_ANSWER, // moves, and returns nothing
        SAYS_NO, // moves, and returns false
        SAYS_NO_AND_STAYS,
        LIES, // returns true, and moves nothing
        FEE, // the recipient gets a hundredth less
        SURCHARGE, // the sender pays a hundredth more
        REBASES, // every balance doubles in the transfer
        BLOCKS, // reverts
        BURNS_GAS,
        BOMB, // returns a kibibyte of ones
        REENTERS, // calls back what it was told
        GENEROUS // mints to the sender what it spends
    }

    event Transfer(address indexed from, address indexed to, uint256 value);

    error Blocked(address to);

    uint8 public decimals = 6;
    Mode public mode;
    address public target;
    bytes public data;
    bytes public answer;
    mapping(address holder => uint256) private _shares;
    uint256 private _factor = 1;

    function mint(address to, uint256 amount) external {
        _shares[to] += amount / _factor;
        emit Transfer(address(0), to, amount);
    }

    function setDecimals(uint8 number) external {
        decimals = number;
    }

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function setCall(address to, bytes calldata what) external {
        (target, data) = (to, what);
    }

    function balanceOf(address holder) external view returns (uint256) {
        return _shares[holder] * _factor;
    }

    function transfer(address to, uint256 amount) external {
        if (mode == Mode.BLOCKS) revert Blocked(to);
        if (mode == Mode.BURNS_GAS) while (true) ++_shares[address(0)];
        if (mode != Mode.LIES && mode != Mode.SAYS_NO_AND_STAYS) _move(msg.sender, to, amount);
        if (mode == Mode.FEE) _shares[to] -= amount / _factor / 100;
        if (mode == Mode.SURCHARGE) _shares[msg.sender] -= amount / _factor / 100;
        if (mode == Mode.GENEROUS) _shares[msg.sender] += amount / _factor;
        if (mode == Mode.REBASES) _factor *= 2;
        if (mode == Mode.REENTERS) {
            (, answer) = target.call(data);
        }
        bool yes = mode != Mode.SAYS_NO && mode != Mode.SAYS_NO_AND_STAYS;
        uint256 length = mode == Mode.NO_ANSWER ? 0 : mode == Mode.BOMB ? 1024 : 32;
        assembly {
            let start := mload(0x40)
            for { let i := 0 } lt(i, length) { i := add(i, 32) } { mstore(add(start, i), yes) }
            return(start, length)
        }
    }

    function _move(address from, address to, uint256 amount) private {
        _shares[from] -= amount / _factor;
        _shares[to] += amount / _factor;
        emit Transfer(from, to, amount);
    }
}
