// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Payment, PaymentClass, SignedApproval} from "../types/Payment.sol";

/// @title IOperatingFunds
/// @notice Ether and tokens with which the fleet pays its bills: out of a cost centre's budget of the month, and with the
/// approvals that the centre's class needs. Ether comes in by plain transfer, tokens by theirs.
/// @dev The errors BudgetExceeded and NumberUsed belong to the libraries Budgets and PaymentNumbers. Units of budgets: {USD}, zero for ether, else a token.
interface IOperatingFunds {
    event Received(address indexed from, uint256 amount);

    /// @notice A cost centre exists from now on.
    event CentreAdded(bytes32 indexed centre, PaymentClass class);
    /// @notice What a centre may spend of a unit in a calendar month.
    event BudgetSet(bytes32 indexed centre, address indexed unit, uint256 previous, uint256 current);
    /// @notice A token is listed, or struck off; with it go all budgets in it.
    event AssetSet(address indexed asset, bool listed);
    /// @notice The stablecoin in which budgets in dollars are paid; zero is none. Budgets and what was spent stay.
    event DollarSet(address indexed previous, address indexed current);
    event EmergencyPayeeSet(address indexed payee, bool registered);

    /// @notice Somebody approved of a payment on chain for the first time, or withdrew what it had signed. It lapses after
    /// its deadline, or when another payment with its number was made.
    event PaymentProposed(bytes32 indexed id, uint256 indexed number, address indexed by, Payment payment);
    /// @notice An agent, or the guardian as 0, approved on chain. It counts as long as wallet and mandate last.
    event PaymentApproved(bytes32 indexed id, uint256 indexed approver, address indexed wallet, uint96 mandate);
    /// @notice It withdrew that, and what it had signed.
    event ApprovalWithdrawn(bytes32 indexed id, uint256 indexed approver, address indexed wallet, uint96 mandate);
    /// @notice A payment was made, and its number used. `month` is year × 12 + month (1 to 12), UTC, of the protocol's time;
    /// `spent` what the centre has spent of the asset in it, `board` whose approvals
    /// counted: a bit each for the treasurers' places 0 to 2, the guardian (3) and the security agent (4).
    event Paid(
        bytes32 indexed id,
        bytes32 indexed centre,
        address indexed payee,
        address asset,
        uint256 amount,
        uint256 number,
        bytes32 memo,
        uint256 month,
        uint256 spent,
        uint256 board
    );
    /// @notice The grant that is paid in this transaction was approved of by these members of the council.
    event GrantSupported(bytes32 indexed id, uint256[] members);
    /// @notice The guardian paid in an emergency. `day` counts days of the protocol's time from 1970, UTC; `spent` is what
    /// that day has cost.
    event PaidInEmergency(
        address indexed payee, address indexed asset, uint256 indexed day, uint256 amount, uint256 spent, bytes32 memo
    );

    /// @notice The caller approves of no such payment: neither one of the five nor, for a grant, of the council.
    error CallerNotApprover(address caller);
    error NotApprover(uint256 approver);
    /// @notice Signed approvals come in the order of their approvers, each once.
    error ApproversUnordered(uint256 approver, uint256 least);
    error PaymentApprovedAlready(bytes32 id, uint256 approver);
    error ApprovalWithdrawnAlready(bytes32 id, uint256 approver);
    /// @notice Only emergencies are paid before all three treasurers were elected.
    error TreasurersNotSeated();
    error ApprovalsTooFew(bytes32 id, uint256 approvals, uint256 needed);
    /// @notice A partnership needs the guardian's approval.
    error GuardianNotAmongApprovers(bytes32 id);
    /// @notice A grant needs more seats of the council.
    error SeatsTooFew(bytes32 id, uint256 seats, uint256 needed);
    error AmountZero();
    /// @notice Zero, a contract of the protocol, or the token that is paid.
    error PayeeRefused(address payee);
    error PayeeNotRegistered(address payee);
    error EmergencyLimitExceeded(uint256 amount, uint256 left);
    error FundsTooLow(address asset, uint256 amount, uint256 balance);
    /// @notice The payee, or the token, refused.
    error PaymentFailed(address asset, address payee, uint256 amount);
    /// @notice The token did not move exactly this amount.
    error TransferInexact(address asset, address payee, uint256 amount);
    error CentreUnknown(bytes32 centre);
    /// @notice The name is empty or taken, or the class NONE.
    error CentreRefused(bytes32 centre, PaymentClass class);
    error AssetNotListed(address asset);
    /// @notice No token, one of the protocol's contracts, or listed in another way.
    error AssetRefused(address asset);
    error DollarNotListed();
    error DollarDecimals(address asset, uint256 decimals, uint256 needed);
    error TooManyCentres(uint256 max);
    /// @notice It is so already.
    error Unchanged();

    // --- Views ---

    /// @notice The unit of budgets in US dollars, of which 1,000,000 are one: the number of ISO 4217.
    function USD() external view returns (address);

    /// @notice The listed stablecoin, which has 6 decimals; zero if none.
    function dollar() external view returns (address);

    /// @notice Whether a token is listed beside the dollar.
    function isListed(address asset) external view returns (bool);

    /// @notice The names of all cost centres.
    function centres() external view returns (bytes32[] memory);

    /// @notice Class of a cost centre; NONE if there is no such one.
    function classOf(bytes32 centre) external view returns (PaymentClass);

    /// @notice What a centre may spend of a unit in a month, and what it has spent in this one.
    function budgetOf(bytes32 centre, address unit) external view returns (uint256 limit, uint256 spent);

    /// @notice The month that it is: year × 12 + month, UTC, of the protocol's time.
    function currentMonth() external view returns (uint256);

    function isEmergencyPayee(address payee) external view returns (bool);

    /// @notice What the guardian may still pay today in emergencies, in millionths of a dollar.
    function emergencyLeftToday() external view returns (uint256);

    /// @notice Whether a payment with this number was made.
    function isUsed(uint256 number) external view returns (bool);

    /// @notice A payment's id: its EIP-712 hash.
    function idOf(Payment calldata payment) external pure returns (bytes32);

    /// @notice What an approver signs: EIP-712 `Approval(Payment payment,uint96 mandate)` with
    /// `Payment(bytes32 centre,address asset,address payee,uint256 amount,uint256 number,uint256 deadline,bytes32 memo)`.
    function approvalDigest(Payment calldata payment, uint96 mandate) external view returns (bytes32);

    /// @notice What was approved on chain and counts now: approvals of the five, seats of the council (for a grant), and
    /// whether the guardian's is among them.
    function approvalsOf(Payment calldata payment)
        external
        view
        returns (uint256 approvals, uint256 seats, bool guardian);

    // --- Anyone ---

    /// @notice Makes a payment, with the approvals that were given on chain and those that are signed here, in the order of
    /// their approvers.
    /// @dev Reverts with Held, DeadlinePassed, DeadlineTooFar, NumberUsed, AmountZero, PayeeRefused, AssetNotListed,
    /// CentreUnknown, TreasurersNotSeated, ApproversUnordered, NotApprover, ApprovalWithdrawnAlready, InvalidSignature,
    /// ApprovalsTooFew, GuardianNotAmongApprovers, SeatsTooFew, BudgetExceeded, FundsTooLow, PaymentFailed,
    /// TransferInexact. A payment that reverts can be made later. Emits Paid.
    function pay(Payment calldata payment, SignedApproval[] calldata signed) external;

    // --- An approver ---

    /// @notice Approves of a payment: one of the five or, for a grant, a seated member of the council.
    /// @dev Reverts with CallerNotApprover, DeadlinePassed, DeadlineTooFar, NumberUsed, PaymentApprovedAlready. Emits
    /// PaymentProposed the first time, PaymentApproved.
    function approve(Payment calldata payment) external;

    /// @notice Withdraws the caller's approval, given on chain or signed.
    /// @dev Reverts with CallerNotApprover, ApprovalWithdrawnAlready. Emits PaymentProposed the first time,
    /// ApprovalWithdrawn.
    function withdraw(Payment calldata payment) external;

    // --- The guardian ---

    /// @notice Pays in dollars at once, to a registered payee: 5,000 a day, UTC.
    /// @dev Reverts with CallerNotGuardian, Held, DollarNotListed, PayeeNotRegistered, PayeeRefused, AmountZero,
    /// EmergencyLimitExceeded, FundsTooLow, PaymentFailed, TransferInexact. Emits PaidInEmergency.
    function payInEmergency(address payee, uint256 amount, bytes32 memo) external;

    // --- Contracts of the protocol ---

    /// @notice The guardian holds payments until `until`; until then a payment asks {AgentTreasury} whether it still does.
    /// Only {AgentTreasury}.
    function onPaymentsHeld(uint256 until) external;

    // --- Governance ---

    /// @notice Registers, or strikes off, whom the guardian may pay in an emergency.
    function setEmergencyPayee(address payee, bool registered) external;

    /// @notice Adds a cost centre without a budget. Its class never changes.
    function addCentre(bytes32 centre, PaymentClass class) external;

    /// @notice Sets what a centre may spend of a unit in a calendar month, this one included.
    function setBudget(bytes32 centre, address unit, uint256 limit) external;

    /// @notice Lists a token, or strikes it off with all budgets in it.
    function setAsset(address asset, bool listed) external;

    /// @notice Names the stablecoin with 6 decimals in which budgets in dollars are paid; zero for none.
    function setDollar(address asset) external;
}
