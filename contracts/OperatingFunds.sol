// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

import {Managed} from "./base/Managed.sol";
import {PaymentApprovals} from "./base/PaymentApprovals.sol";
import {TreasuryBoard} from "./base/TreasuryBoard.sol";
import {IEmergency} from "./interfaces/IEmergency.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IOperatingFunds} from "./interfaces/IOperatingFunds.sol";
import {Budgets} from "./libraries/Budgets.sol";
import {Peers} from "./libraries/Peers.sol";
import {ProtocolTime} from "./libraries/ProtocolTime.sol";
import {CentreBudget, Payment, PaymentClass, SignedApproval} from "./types/Payment.sol";

/// @title OperatingFunds
/// @notice Pays the fleet's bills, in ether and in tokens, and never in ROAD.
///
/// **Design.** Apart from {AgentTreasury}, so that what agents are owed never shares a balance with what is spent; the
/// cap lets no ROAD in here. No balance is kept in books: budgets say what may leave, and what is there can. The class
/// of a payment is its cost centre's and not the payer's to name. {TreasuryBoard} knows who approves, {PaymentApprovals}
/// what was approved.
///
/// **Trust assumptions.** Three of the five approvers within the budgets of the month, which CRITICAL sets; the guardian
/// alone for 5,000 dollars a day to payees whom STANDARD has registered. Listed tokens may harm their own payments only.
///
/// **How to stop it.** The guardian's hold on the agents' treasury (`pausePayments`) stops payments here too, for a time.
contract OperatingFunds is PaymentApprovals, ReentrancyGuardTransient {
    using Budgets for Budgets.Budget;
    using SafeERC20 for IERC20;

    /// @dev One day of emergencies.
    struct Day {
        uint128 number;
        uint128 spent;
    }

    /// @inheritdoc IOperatingFunds
    address public constant USD = address(840);
    /// @notice Millionths of a dollar that the guardian pays alone in a day.
    uint256 public constant EMERGENCY_LIMIT = 5_000e6;
    /// @notice Gas for a payee that is paid in ether; what it does with it harms nobody else.
    uint256 public constant PAYEE_GAS = 100_000;

    address private constant ETHER = address(0);
    uint256 private constant DOLLAR_DECIMALS = 6;
    bytes32 private constant PAYMENTS = "payments";
    /// @dev No approval lasts longer.
    uint256 private constant MAX_LIFETIME = 30 days;

    /// @notice Whose hold on payments stops these too.
    IEmergency public immutable TREASURY;

    /// @inheritdoc IOperatingFunds
    address public dollar;
    /// @inheritdoc IOperatingFunds
    mapping(address asset => bool) public isListed;
    /// @inheritdoc IOperatingFunds
    mapping(bytes32 centre => PaymentClass) public classOf;
    /// @inheritdoc IOperatingFunds
    mapping(address payee => bool) public isEmergencyPayee;

    bytes32[] private _centres;
    mapping(bytes32 centre => mapping(address unit => Budgets.Budget)) private _budgets;
    /// @dev One bit a number.
    mapping(uint256 word => uint256) private _used;
    Day private _emergencies;

    /// @param firstDollar The listed stablecoin; zero for none.
    /// @param firstCentres The cost centres with their budgets in dollars.
    constructor(IFactory factory, address firstDollar, CentreBudget[] memory firstCentres)
        Managed(factory)
        TreasuryBoard(factory)
    {
        TREASURY = IEmergency(factory.peer(Peers.TREASURY));
        if (firstDollar != address(0)) _setDollar(firstDollar);
        for (uint256 i = 0; i < firstCentres.length; ++i) {
            _addCentre(firstCentres[i].centre, firstCentres[i].class);
            if (firstCentres[i].dollars != 0) _setBudget(firstCentres[i].centre, USD, firstCentres[i].dollars);
        }
    }

    /// @notice Takes ether from anybody.
    receive() external payable {
        emit Received(msg.sender, msg.value);
    }

    // --- Anyone ---

    /// @inheritdoc IOperatingFunds
    function pay(Payment calldata payment, SignedApproval[] calldata signed) external nonReentrant {
        _checkNotHeld();
        _checkLive(payment);
        _checkPayee(payment.asset, payment.payee, payment.amount);
        address unit = _unitOf(payment.asset);
        Budgets.Budget storage budget = _budgets[payment.centre][unit];
        PaymentClass class = budget.class;
        // A centre without a budget in this unit has none; the next lines say so.
        if (class == PaymentClass.NONE) class = _checkCentre(payment.centre);
        if (!treasurersSeated()) revert TreasurersNotSeated();
        bytes32 id = idOf(payment);
        uint256[] memory approvers = _checkApprovals(id, payment.deadline, class, signed);
        _used[payment.number >> 8] |= _bit(payment.number);
        uint256 month = currentMonth();
        uint256 spent = budget.spend(payment.amount, month);
        emit Paid(id, payment.centre, payment.payee, payment, unit, month, spent, approvers);
        _send(payment.asset, payment.payee, payment.amount);
    }

    // --- An approver ---

    /// @inheritdoc IOperatingFunds
    function approve(Payment calldata payment) external {
        (uint256 approver, Office memory office) = _checkApprover(classOf[payment.centre]);
        _checkLive(payment);
        _approve(payment, approver, office);
    }

    /// @inheritdoc IOperatingFunds
    function withdraw(Payment calldata payment) external {
        (uint256 approver, Office memory office) = _checkApprover(classOf[payment.centre]);
        _withdraw(payment, approver, office);
    }

    // --- The guardian ---

    /// @inheritdoc IOperatingFunds
    function payInEmergency(address payee, uint256 amount, bytes32 memo) external nonReentrant {
        GUARDIANSHIP.act(msg.sender);
        _checkNotHeld();
        address asset = dollar;
        if (asset == address(0)) revert DollarNotListed();
        if (!isEmergencyPayee[payee]) revert PayeeNotRegistered(payee);
        _checkPayee(asset, payee, amount);
        uint256 day = _day();
        uint256 left = emergencyLeftToday();
        if (amount > left) revert EmergencyLimitExceeded(amount, left);
        uint256 spent = EMERGENCY_LIMIT - left + amount;
        _emergencies = Day(uint128(day), uint128(spent)); // days, and at most the limit
        emit PaidInEmergency(payee, asset, day, amount, spent, memo);
        _send(asset, payee, amount);
    }

    // --- Governance ---

    /// @inheritdoc IOperatingFunds
    function setEmergencyPayee(address payee, bool registered) external restricted {
        if (isEmergencyPayee[payee] == registered) revert Unchanged();
        isEmergencyPayee[payee] = registered;
        emit EmergencyPayeeSet(payee, registered);
    }

    /// @inheritdoc IOperatingFunds
    function addCentre(bytes32 centre, PaymentClass class) external restricted {
        _addCentre(centre, class);
    }

    /// @inheritdoc IOperatingFunds
    function setBudget(bytes32 centre, address unit, uint256 limit) external restricted {
        if (unit != USD && unit != ETHER && !isListed[unit]) revert AssetNotListed(unit);
        _setBudget(centre, unit, limit);
    }

    /// @inheritdoc IOperatingFunds
    function setAsset(address asset, bool listed) external restricted {
        if (isListed[asset] == listed) revert Unchanged();
        if (listed) _checkToken(asset);
        isListed[asset] = listed;
        emit AssetSet(asset, listed);
    }

    /// @inheritdoc IOperatingFunds
    function setDollar(address asset) external restricted {
        if (asset == dollar) revert Unchanged();
        _setDollar(asset);
    }

    // --- Views ---

    /// @inheritdoc IOperatingFunds
    function centres() external view returns (bytes32[] memory) {
        return _centres;
    }

    /// @inheritdoc IOperatingFunds
    function budgetOf(bytes32 centre, address unit) external view returns (uint256 limit, uint256 spent) {
        Budgets.Budget memory budget = _budgets[centre][unit];
        return (budget.limit, Budgets.spentIn(budget, currentMonth()));
    }

    /// @inheritdoc IOperatingFunds
    function isUsed(uint256 number) public view returns (bool) {
        return _used[number >> 8] & _bit(number) != 0;
    }

    /// @inheritdoc IOperatingFunds
    function approvalsOf(Payment calldata payment)
        external
        view
        returns (uint256 approvals, uint256 seats, bool guardian)
    {
        SignedApproval[] calldata none;
        assembly ("memory-safe") {
            none.length := 0
        }
        Tally memory tally = _count(idOf(payment), payment.deadline, classOf[payment.centre], none);
        return (tally.board, tally.seats, tally.guardian);
    }

    /// @inheritdoc IOperatingFunds
    function emergencyLeftToday() public view returns (uint256) {
        Day memory last = _emergencies;
        return last.number == _day() ? EMERGENCY_LIMIT - last.spent : EMERGENCY_LIMIT;
    }

    /// @inheritdoc IOperatingFunds
    function currentMonth() public view returns (uint256) {
        return ProtocolTime.monthOf(_time());
    }

    // --- Internal ---

    function _addCentre(bytes32 centre, PaymentClass class) private {
        bool fine = centre != 0 && class != PaymentClass.NONE && classOf[centre] == PaymentClass.NONE;
        if (!fine) revert CentreRefused(centre, class);
        classOf[centre] = class;
        _centres.push(centre);
        emit CentreAdded(centre, class);
    }

    function _setBudget(bytes32 centre, address unit, uint256 limit) private {
        PaymentClass class = _checkCentre(centre);
        Budgets.Budget storage budget = _budgets[centre][unit];
        uint256 previous = budget.limit;
        if (previous == limit) revert Unchanged();
        budget.set(class, limit);
        emit BudgetSet(centre, unit, previous, limit);
    }

    function _setDollar(address asset) private {
        if (asset != address(0)) {
            _checkToken(asset);
            uint256 decimals = IERC20Metadata(asset).decimals();
            if (decimals != DOLLAR_DECIMALS) revert DollarDecimals(asset, decimals, DOLLAR_DECIMALS);
        }
        emit DollarSet(dollar, asset);
        dollar = asset;
    }

    /// @dev Tokens say exactly what they moved, or nothing happens: fees and rebases would make budgets lie.
    function _send(address asset, address payee, uint256 amount) private {
        uint256 balance = asset == ETHER ? address(this).balance : IERC20(asset).balanceOf(address(this));
        if (amount > balance) revert FundsTooLow(asset, amount, balance);
        if (asset == ETHER) {
            bool taken = SafeTransferLib.trySafeTransferETH(payee, amount, PAYEE_GAS);
            if (!taken) revert PaymentFailed(asset, payee, amount);
            return;
        }
        IERC20 token = IERC20(asset);
        uint256 before = token.balanceOf(payee);
        if (!token.trySafeTransfer(payee, amount)) revert PaymentFailed(asset, payee, amount);
        bool exact;
        // A token may answer anything.
        unchecked {
            exact = token.balanceOf(address(this)) == balance - amount && token.balanceOf(payee) == before + amount;
        }
        if (!exact) revert TransferInexact(asset, payee, amount);
    }

    function _checkNotHeld() private view {
        uint256 until = TREASURY.heldUntil(PAYMENTS, 0);
        if (block.timestamp < until) revert IEmergency.Held(PAYMENTS, until);
    }

    function _checkLive(Payment calldata payment) private view {
        uint256 deadline = payment.deadline;
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        uint256 latest = block.timestamp + _scaled(MAX_LIFETIME);
        if (deadline > latest) revert DeadlineTooFar(deadline, latest);
        if (isUsed(payment.number)) revert NumberUsed(payment.number);
    }

    /// @dev An account without code is no contract of the protocol: after the bootstrap none is deployed.
    function _checkPayee(address asset, address payee, uint256 amount) private view {
        if (amount == 0) revert AmountZero();
        bool ours = payee.code.length != 0 && (payee == address(FACTORY) || FACTORY.isPeer(payee));
        if (ours || payee == address(0) || payee == asset) revert PayeeRefused(payee);
    }

    /// @dev ROAD is one of the protocol's contracts.
    function _checkToken(address asset) private view {
        if (asset.code.length == 0 || FACTORY.isPeer(asset)) revert AssetRefused(asset);
    }

    function _checkCentre(bytes32 centre) private view returns (PaymentClass class) {
        class = classOf[centre];
        if (class == PaymentClass.NONE) revert CentreUnknown(centre);
    }

    /// @dev In what the budgets for an asset are counted.
    function _unitOf(address asset) private view returns (address) {
        if (asset == ETHER) return ETHER;
        if (asset == dollar) return USD;
        if (!isListed[asset]) revert AssetNotListed(asset);
        return asset;
    }

    /// @dev Where time is not scaled its start does not matter, and is not read.
    function _time() private view returns (uint256) {
        return TIME_DIVISOR == 1 ? block.timestamp : ProtocolTime.since(FACTORY.closedAt(), TIME_DIVISOR);
    }

    function _day() private view returns (uint256) {
        return ProtocolTime.dayOf(_time());
    }

    function _bit(uint256 number) private pure returns (uint256) {
        return 1 << (number & 0xff);
    }
}
