// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice What an agent is for. Written once at birth; it decides pay, council seats and the order of service.
enum Category {
    COPILOT,
    FOUNDATION,
    ARCHETYPE,
    SPECIALIZED,
    SERVICE
}
