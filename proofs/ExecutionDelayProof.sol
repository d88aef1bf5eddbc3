// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ExecutionDelay} from "contracts/libraries/ExecutionDelay.sol";
