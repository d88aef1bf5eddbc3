// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title Payee
/// @notice Somebody with code who is paid in ether, and misbehaves as it is told to.
contract Payee {
    enum Mode {
        HONEST,
        REVERTS,
        BURNS_GAS,
        BOMB, // returns 64 KiB
        REVERT_BOMB, // reverts with as much
        REENTERS // calls back what it was told
    }

    Mode public mode;
    address public target;
    bytes public data;
    /// @notice Selector of what the call back reverted with.
    bytes4 public answer;

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function setCall(address to, bytes calldata what) external {
        (target, data) = (to, what);
    }

    receive() external payable {
        if (mode == Mode.REVERTS) revert("no");
        if (mode == Mode.BURNS_GAS) while (true) {}
        if (mode == Mode.BOMB) {
            assembly {
                return(0, 65536)
            }
        }
        if (mode == Mode.REVERT_BOMB) {
            assembly {
                revert(0, 65536)
            }
        }
        if (mode == Mode.REENTERS) {
            (, bytes memory said) = target.call(data);
            answer = bytes4(said);
        }
    }
}
