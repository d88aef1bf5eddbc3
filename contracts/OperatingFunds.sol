// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LibBit} from "solady/src/utils/LibBit.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

import {Managed} from "./base/Managed.sol";
import {PaymentApprovals} from "./base/PaymentApprovals.sol";
import {TreasuryBoard} from "./base/TreasuryBoard.sol";
import {IEmergency} from "./interfaces/IEmergency.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IOperatingFunds} from "./interfaces/IOperatingFunds.sol";
import {Budgets} from "./libraries/Budgets.sol";
import {PaymentNumbers} from "./libraries/PaymentNumbers.sol";
import {Peers} from "./libraries/Peers.sol";
import {ProtocolTime} from "./libraries/ProtocolTime.sol";
import {TreasurerSeats} from "./libraries/TreasurerSeats.sol";
import {Wiring} from "./libraries/Wiring.sol";
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
contract OperatingFunds is PaymentApprovals {
    using Budgets for Budgets.Budget;
    using PaymentNumbers for PaymentNumbers.Data;
    using SafeERC20 for IERC20;
    using SafeTransferLib for address;
    using TreasurerSeats for uint256;

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
    /// @notice Cost centres at most.
    uint256 public constant MAX_CENTRES = 64;

    address private constant ETHER = address(0);
    uint256 private constant DOLLAR_DECIMALS = 6;
    bytes32 private constant PAYMENTS = "payments";
    uint256 private constant MAX_LIFETIME = 30 days;

    /// @notice Whose hold on payments stops these too.
    IEmergency public immutable TREASURY;
    /// @notice Seconds that an approval lasts at most.
    uint256 public immutable LIFETIME;
    /// @dev Bit n is set where a contract of the protocol has an address that ends with byte n: of ten other payees nine
    /// need not be looked up.
    uint256 private immutable PEER_ENDINGS;

    /// @inheritdoc IOperatingFunds
    address public dollar;
    /// @inheritdoc IOperatingFunds
    mapping(address asset => bool) public isListed;
    /// @inheritdoc IOperatingFunds
    mapping(bytes32 centre => PaymentClass) public classOf;
    /// @inheritdoc IOperatingFunds
    mapping(address payee => bool) public isEmergencyPayee;

    bytes32[] private _centres;
    /// @dev Dollars under the stablecoin, or under {USD} while there is none, so that a payment looks at one slot: a class
    /// there says that the asset is listed and that there is a budget.
    mapping(bytes32 centre => mapping(address asset => Budgets.Budget)) private _budgets;
    Day private _emergencies;

    /// @param firstDollar The listed stablecoin; zero for none.
    /// @param firstCentres The cost centres with their budgets in dollars.
    constructor(IFactory factory, address firstDollar, CentreBudget[] memory firstCentres)
        Managed(factory)
        TreasuryBoard(factory)
    {
        TREASURY = IEmergency(factory.peer(Peers.TREASURY));
        LIFETIME = _scaled(MAX_LIFETIME);
        PEER_ENDINGS =
            _endings(factory, Wiring.required()) | _endings(factory, Wiring.optional()) | _ending(address(factory));
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
    function pay(Payment calldata payment, SignedApproval[] calldata signed) external {
        _checkNotHeld();
        _checkDeadline(payment.deadline);
        bool noted = _numbers.use(payment.number);
        _checkPayee(payment.asset, payment.payee, payment.amount);
        Budgets.Budget storage account = _budgets[payment.centre][payment.asset];
        Budgets.Budget memory budget = account;
        PaymentClass class = budget.class;
        if (class == PaymentClass.NONE) _refuse(payment);
        if (!treasurersSeated()) revert TreasurersNotSeated();
        bytes32 id = idOf(payment);
        Tally memory tally = _checkApprovals(id, class, signed, noted);
        uint256 month = currentMonth();
        uint256 spent = account.spend(budget, payment.amount, month);
        if (class == PaymentClass.GRANT) emit GrantSupported(id, tally.members);
        _emitPaid(payment, id, month, spent, tally.board);
        _send(payment.asset, payment.payee, payment.amount);
    }

    // --- An approver ---

    /// @inheritdoc IOperatingFunds
    function approve(Payment calldata payment) external {
        (uint256 approver, uint256 word) = _checkApprover(classOf[payment.centre]);
        _checkDeadline(payment.deadline);
        if (_numbers.isUsed(payment.number)) revert PaymentNumbers.NumberUsed(payment.number);
        _approve(payment, approver, word);
    }

    /// @inheritdoc IOperatingFunds
    function withdraw(Payment calldata payment) external {
        (uint256 approver, uint256 word) = _checkApprover(classOf[payment.centre]);
        _withdraw(payment, approver, word);
    }

    // --- The guardian ---

    /// @inheritdoc IOperatingFunds
    function payInEmergency(address payee, uint256 amount, bytes32 memo) external {
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

    // --- Contracts of the protocol ---

    /// @inheritdoc IOperatingFunds
    function onPaymentsHeld(uint256 until) external {
        _checkCaller(address(TREASURY));
        _treasurers = _treasurers.askUntil(until);
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
        _checkUnit(unit);
        _setBudget(centre, unit, limit);
    }

    /// @inheritdoc IOperatingFunds
    function setAsset(address asset, bool listed) external restricted {
        if (isListed[asset] == listed) revert Unchanged();
        if (listed) _checkToken(asset);
        isListed[asset] = listed;
        emit AssetSet(asset, listed);
        if (listed) return;
        for (uint256 i = 0; i < _centres.length; ++i) {
            _budgets[_centres[i]][asset].close();
        }
    }

    /// @inheritdoc IOperatingFunds
    function setDollar(address asset) external restricted {
        if (asset == dollar) revert Unchanged();
        address previous = _assetOf(USD);
        _setDollar(asset);
        address current = _assetOf(USD);
        for (uint256 i = 0; i < _centres.length; ++i) {
            mapping(address asset => Budgets.Budget) storage budgets = _budgets[_centres[i]];
            budgets[current] = budgets[previous];
            budgets[current].class = _classFor(_centres[i], current, budgets[current].limit);
            delete budgets[previous];
        }
    }

    // --- Views ---

    /// @inheritdoc IOperatingFunds
    function centres() external view returns (bytes32[] memory) {
        return _centres;
    }

    /// @inheritdoc IOperatingFunds
    function budgetOf(bytes32 centre, address unit) external view returns (uint256 limit, uint256 spent) {
        Budgets.Budget memory budget = _budgets[centre][_assetOf(unit)];
        return (budget.limit, Budgets.spentIn(budget, currentMonth()));
    }

    /// @inheritdoc IOperatingFunds
    function isUsed(uint256 number) external view returns (bool) {
        return _numbers.isUsed(number);
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
        bytes32 id = idOf(payment);
        Tally memory tally;
        _count(tally, id, classOf[payment.centre] == PaymentClass.GRANT, none, _records[id].acted.length);
        return (LibBit.popCount(tally.board), tally.seats, _hasGuardian(tally));
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
        if (_centres.length >= MAX_CENTRES) revert TooManyCentres(MAX_CENTRES);
        classOf[centre] = class;
        _centres.push(centre);
        emit CentreAdded(centre, class);
    }

    function _setBudget(bytes32 centre, address unit, uint256 limit) private {
        _checkCentre(centre);
        address asset = _assetOf(unit);
        Budgets.Budget storage budget = _budgets[centre][asset];
        uint256 previous = budget.limit;
        if (previous == limit) revert Unchanged();
        budget.set(_classFor(centre, asset, limit), limit);
        emit BudgetSet(centre, unit, previous, limit);
    }

    function _setDollar(address asset) private {
        if (asset != address(0)) {
            if (isListed[asset]) revert AssetRefused(asset);
            _checkToken(asset);
            uint256 decimals = IERC20Metadata(asset).decimals();
            if (decimals != DOLLAR_DECIMALS) revert DollarDecimals(asset, decimals, DOLLAR_DECIMALS);
        }
        emit DollarSet(dollar, asset);
        dollar = asset;
    }

    /// @dev Apart, so that the stack has room for all of it.
    function _emitPaid(Payment calldata payment, bytes32 id, uint256 month, uint256 spent, uint256 board) private {
        emit Paid(
            id,
            payment.centre,
            payment.payee,
            payment.asset,
            payment.amount,
            payment.number,
            payment.memo,
            month,
            spent,
            board
        );
    }

    /// @dev The last that a payment does: number and budget are booked, so that whoever is called finds nothing open. A
    /// token must move exactly the amount, or nothing happens: fees and rebases would make budgets lie.
    function _send(address asset, address payee, uint256 amount) private {
        if (asset == ETHER) {
            uint256 ether_ = address(this).balance;
            if (amount > ether_) revert FundsTooLow(asset, amount, ether_);
            bool taken = SafeTransferLib.trySafeTransferETH(payee, amount, PAYEE_GAS);
            if (!taken) revert PaymentFailed(asset, payee, amount);
            return;
        }
        uint256 balance = asset.balanceOf(address(this));
        if (amount > balance) revert FundsTooLow(asset, amount, balance);
        uint256 before = asset.balanceOf(payee);
        if (!IERC20(asset).trySafeTransfer(payee, amount)) revert PaymentFailed(asset, payee, amount);
        bool exact;
        // A token may answer anything.
        unchecked {
            exact = asset.balanceOf(address(this)) == balance - amount && asset.balanceOf(payee) == before + amount;
        }
        if (!exact) revert TransferInexact(asset, payee, amount);
    }

    /// @dev The treasury is asked only where it has said that it may be holding.
    function _checkNotHeld() private view {
        if (block.timestamp >= _treasurers.askedUntil()) return;
        uint256 until = TREASURY.heldUntil(PAYMENTS, 0);
        if (block.timestamp < until) revert IEmergency.Held(PAYMENTS, until);
    }

    function _checkDeadline(uint256 deadline) private view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
        uint256 latest = block.timestamp + LIFETIME;
        if (deadline > latest) revert DeadlineTooFar(deadline, latest);
    }

    function _checkPayee(address asset, address payee, uint256 amount) private view {
        if (amount == 0) revert AmountZero();
        bool ours = PEER_ENDINGS & _ending(payee) != 0 && (payee == address(FACTORY) || FACTORY.isPeer(payee));
        if (ours || payee == address(0) || payee == asset) revert PayeeRefused(payee);
    }

    /// @dev Says why a payment has no budget.
    function _refuse(Payment calldata payment) private view {
        _checkCentre(payment.centre);
        address asset = payment.asset;
        if (asset != ETHER && asset != dollar && !isListed[asset]) revert AssetNotListed(asset);
        revert Budgets.BudgetExceeded(payment.amount, 0);
    }

    function _checkUnit(address unit) private view {
        if (unit != USD && unit != ETHER && !isListed[unit]) revert AssetNotListed(unit);
    }

    /// @dev ROAD is one of the protocol's contracts.
    function _checkToken(address asset) private view {
        if (asset == dollar || asset.code.length == 0 || FACTORY.isPeer(asset)) revert AssetRefused(asset);
    }

    function _checkCentre(bytes32 centre) private view {
        if (classOf[centre] == PaymentClass.NONE) revert CentreUnknown(centre);
    }

    /// @dev The class of a budget: none where there is nothing to spend, or dollars wait for a stablecoin.
    function _classFor(bytes32 centre, address asset, uint256 limit) private view returns (PaymentClass) {
        return limit == 0 || asset == USD ? PaymentClass.NONE : classOf[centre];
    }

    /// @dev Under which asset the budgets in a unit stand.
    function _assetOf(address unit) private view returns (address) {
        address asset = dollar;
        return unit == USD && asset != address(0) ? asset : unit;
    }

    /// @dev Where time is not scaled its start does not matter, and is not read.
    function _time() private view returns (uint256) {
        return TIME_DIVISOR == 1 ? block.timestamp : ProtocolTime.since(FACTORY.closedAt(), TIME_DIVISOR);
    }

    function _day() private view returns (uint256) {
        return ProtocolTime.dayOf(_time());
    }

    function _endings(IFactory factory, bytes32[] memory names) private view returns (uint256 endings) {
        for (uint256 i = 0; i < names.length; ++i) {
            endings |= _ending(factory.peer(names[i]));
        }
    }

    function _ending(address account) private pure returns (uint256) {
        return 1 << (uint160(account) & 0xff);
    }
}
