// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice Whose consent a cost centre's payments need; NONE where there is no such centre.
///
/// | class       | approvals                                                                  |
/// |-------------|----------------------------------------------------------------------------|
/// | OPERATIONAL | three of the board's five                                                  |
/// | GRANT       | three of the five, and 13 of the 25 seats of the council                   |
/// | PARTNERSHIP | three of the five, the guardian among them                                 |
enum PaymentClass {
    NONE,
    OPERATIONAL,
    GRANT,
    PARTNERSHIP
}

/// @notice One payment. Who approves, approves of all of it: with another value in any field it is another payment.
/// @param centre The cost centre that bears it; it says the class.
/// @param asset What is paid: a token, or zero for ether.
/// @param payee Whom.
/// @param amount How much, in the asset's smallest unit.
/// @param number Used once: of all payments with one number a single one is ever made.
/// @param deadline The last second in which it can be made.
/// @param memo What the payer wants to find again, e.g. the hash of a bill.
struct Payment {
    bytes32 centre;
    address asset;
    address payee;
    uint256 amount;
    uint256 number;
    uint256 deadline;
    bytes32 memo;
}

/// @notice An approval given by signature.
/// @param approver Id of the agent, 0 for the guardian.
/// @param signature Its wallet's, over {IOperatingFunds-approvalDigest}.
struct SignedApproval {
    uint256 approver;
    bytes signature;
}

/// @notice A cost centre at deployment.
/// @param dollars What it may spend in a calendar month, in millionths of a US dollar.
struct CentreBudget {
    bytes32 centre;
    PaymentClass class;
    uint256 dollars;
}

/// @notice One of the three treasurers.
/// @param agentId Whom the council elected; 0 before the first election.
/// @param until End of the seat in the council that it had then.
/// @param suspensions How often governance had suspended it then.
/// @param mandate How often this treasurer's place was filled, modulo 65,536.
struct Treasurer {
    uint24 agentId;
    uint32 until;
    uint8 suspensions;
    uint16 mandate;
}
