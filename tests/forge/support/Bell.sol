// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Bell
/// @notice What proposals ring: who rang for which, and how often.
contract Bell {
    mapping(uint256 number => uint256) public rings;
    mapping(uint256 number => address) public ringer;

    receive() external payable {}

    /// @notice The authority maps this one to the operations role.
    function chime(uint256 number) external {
        _ring(number);
    }

    /// @notice Open to everybody, and so CRITICAL for a proposal.
    function strike(uint256 number) external {
        _ring(number);
    }

    function _ring(uint256 number) private {
        ++rings[number];
        ringer[number] = msg.sender;
    }
}
