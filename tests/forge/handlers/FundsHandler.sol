// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {ProtocolTime} from "../../../contracts/libraries/ProtocolTime.sol";
import {AgentStatus} from "../../../contracts/types/Agent.sol";
import {Category} from "../../../contracts/types/Category.sol";
import {Seat} from "../../../contracts/types/Council.sol";
import {Payment, SignedApproval, Treasurer} from "../../../contracts/types/Payment.sol";
import {Coin} from "../../harness/Coin.sol";
import {Payee} from "../../harness/Payee.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title FundsHandler
/// @notice Bills in dollars and ether, approved by any of the five on chain and by signature, while the board changes, the
/// token and the payee misbehave, and time passes.
contract FundsHandler is Handler {
    struct Bill {
        Payment payment;
        bool paid;
    }

    bytes32 private constant GPU = "gpu";
    address private constant ETHER = address(0);
    uint256 private constant SENTINEL = 4;
    uint256 private constant COPILOTS = 5;
    uint256 private constant COPILOT_SPARES = 8;

    Coin public immutable coin;
    Payee public immutable payee;

    Bill[] internal bills;
    /// @notice The highest limit that the centre had in a month, and what its payments of that month add up to.
    mapping(address asset => mapping(uint256 month => uint256)) public highest;
    mapping(address asset => mapping(uint256 month => uint256)) public paid;
    /// @notice The same of the emergencies of a day.
    mapping(uint256 day => uint256) public emergencies;
    /// @notice What came in and what went out.
    uint256 public coinsIn;
    uint256 public coinsOut;
    uint256 public etherIn;
    uint256 public etherOut;
    /// @notice What the agents were owed at the start, which nothing here touches.
    uint256 public immutable owed;

    constructor(Factory deployed) Handler(deployed) {
        (coin, payee) = (new Coin(), new Payee());
        _enter("guardian", 1);
        for (uint256 agentId = 1; agentId <= 26; ++agentId) {
            _enter("agent", agentId);
        }
        _seatCouncil();
        for (uint256 place = 0; place < 3; ++place) {
            _elect(place, place + 1);
        }
        vm.prank(critical);
        funds.setDollar(address(coin));
        vm.prank(operations);
        funds.setEmergencyPayee(address(payee), true);
        _setLimit(ETHER, 1 ether);
        _note(address(coin));
        _fill(1_000_000e6, 100 ether);
        owed = treasury.outstanding() + treasury.rewardReserve();
        time = block.timestamp;
    }

    receive() external payable {}

    // --- Bills ---

    /// @dev Three or more of the five sign, and it is paid.
    function paySigned(uint256 seed, uint256 amount, uint256 who) external timed {
        Payment memory payment = _draft(seed, amount);
        _pay(payment, _signatures(payment, who | who >> 5));
        bills.push(Bill(payment, true));
    }

    /// @dev Fewer than three must never do.
    function payTooFew(uint256 seed, uint256 amount, uint256 who) external timed {
        Payment memory payment = _draft(seed, amount);
        uint256 one = who % 5;
        uint256 other = (who >> 8) % 5;
        try funds.pay(payment, _signatures(payment, 1 << one | 1 << other)) {
            _expect(false, "38: paid with fewer than three approvals");
        } catch {}
    }

    function draftAndApprove(uint256 seed, uint256 amount, uint256 who) external timed {
        Payment memory payment = _draft(seed, amount);
        for (uint256 i = 0; i < 5; ++i) {
            if (who >> i & 1 == 0) continue;
            address wallet = _walletAt(i);
            if (wallet == address(0)) continue;
            vm.prank(wallet);
            funds.approve(payment);
        }
        bills.push(Bill(payment, false));
    }

    function withdraw(uint256 seed, uint256 who) external timed {
        Bill storage bill = _open(seed);
        address wallet = _walletAt(who % 5);
        if (wallet == address(0)) revert NothingToDo();
        vm.prank(wallet);
        funds.withdraw(bill.payment);
    }

    /// @dev With what was approved before and stands, and what is signed to make it three.
    function payApproved(uint256 seed) external timed {
        Bill storage bill = _open(seed);
        (uint256 approvals,,) = funds.approvalsOf(bill.payment);
        uint256 signing = approvals < 3 ? 31 : 0;
        _pay(bill.payment, _signatures(bill.payment, signing));
        bill.paid = true;
    }

    /// @dev Approvals of those who have left since do not count: nobody signs anything anew.
    function payStale(uint256 seed) external timed {
        Bill storage bill = _open(seed);
        (uint256 approvals,,) = funds.approvalsOf(bill.payment);
        SignedApproval[] memory none = new SignedApproval[](0);
        if (approvals >= 3) revert NothingToDo();
        try funds.pay(bill.payment, none) {
            _expect(false, "38: paid with approvals that do not count");
        } catch {}
    }

    function payAgain(uint256 seed) external timed {
        for (uint256 i = 0; i < bills.length; ++i) {
            Bill storage bill = bills[(seed % bills.length + i) % bills.length];
            if (!bill.paid) continue;
            Payment memory payment = bill.payment;
            payment.deadline = block.timestamp + 1 days;
            try funds.pay(payment, _signatures(payment, 31)) {
                _expect(false, "38: paid twice");
            } catch {}
            return;
        }
        revert NothingToDo();
    }

    function payInEmergency(uint256 amount) external timed {
        amount = range(amount, 1, 2_000e6);
        uint256 day = ProtocolTime.dayOf(block.timestamp);
        uint256 before = coin.balanceOf(address(payee));
        vm.prank(_guardian());
        funds.payInEmergency(address(payee), amount, 0);
        emergencies[day] += amount;
        coinsOut += amount;
        _expect(coin.balanceOf(address(payee)) == before + amount, "36: an emergency paid something else");
        _expect(emergencies[day] <= 5_000e6, "39: emergencies of a day");
    }

    // --- The board ---

    function replaceTreasurer(uint256 place, uint256 seed) external timed {
        place %= 3;
        uint256 agentId = 1 + seed % COPILOT_SPARES;
        if (agentId == SENTINEL || !council.isSeated(agentId)) revert NothingToDo();
        _elect(place, agentId);
    }

    function suspend(uint256 place) external timed {
        uint256 agentId = funds.treasurer(place % 3).agentId;
        if (registry.agent(agentId).status != AgentStatus.ACTIVE) revert NothingToDo();
        vm.prank(critical);
        registry.suspend(agentId);
        _expect(!funds.isOnBoard(agentId), "38: suspended, and on the board");
        vm.prank(critical);
        registry.reinstate(agentId);
        _expect(!funds.isOnBoard(agentId), "38: reinstated, and on the board with the old mandate");
    }

    function suspendInEmergency(uint256 place) external timed {
        uint256 agentId = funds.treasurer(place % 3).agentId;
        vm.prank(_guardian());
        registry.emergencySuspend(agentId);
        _expect(!funds.isOnBoard(agentId), "38: held, and on the board");
    }

    // --- Money and time ---

    function setBudget(uint256 limit, bool dollars) external timed {
        _setLimit(dollars ? address(coin) : ETHER, range(limit, 1, dollars ? 200_000e6 : 2 ether));
    }

    function donate(uint256 amount, bool dollars) external timed {
        amount = range(amount, 1, 1e9);
        if (dollars) _fill(amount, 0);
        else _fill(0, amount);
    }

    /// @dev The token behaves, or not. It does not burn gas, of which there is no end here, and does not rebase, since
    /// nobody could say then what is there.
    function turnCoin(uint256 seed) external timed {
        Coin.Mode mode = Coin.Mode(seed % 52 > uint256(type(Coin.Mode).max) ? 0 : seed % 52);
        if (mode == Coin.Mode.BURNS_GAS || mode == Coin.Mode.REBASES) revert NothingToDo();
        coin.setMode(mode);
    }

    function turnPayee(uint256 mode) external timed {
        mode %= 12;
        payee.setMode(Payee.Mode(mode > 4 ? 0 : mode));
    }

    function pause() external timed {
        vm.prank(_guardian());
        treasury.pausePayments();
        Payment memory payment = _draft(0, 1);
        try funds.pay(payment, _signatures(payment, 31)) {
            _expect(false, "30: paid while payments are held");
        } catch {}
        vm.prank(_guardian());
        treasury.unpausePayments();
    }

    function pass(uint256 span) external timed {
        _pass(range(span, 1, 4 days));
    }

    // --- Internal ---

    function _draft(uint256 seed, uint256 amount) private view returns (Payment memory) {
        bool dollars = seed % 3 != 0;
        amount = range(amount, 1, dollars ? 8_000e6 : 0.1 ether);
        address asset = dollars ? address(coin) : ETHER;
        return Payment(GPU, asset, address(payee), amount, seed, block.timestamp + 10 days, bytes32(seed));
    }

    /// @dev Some bill that is not paid.
    function _open(uint256 seed) private view returns (Bill storage) {
        for (uint256 i = 0; i < bills.length; ++i) {
            Bill storage bill = bills[(seed % bills.length + i) % bills.length];
            if (!bill.paid && block.timestamp <= bill.payment.deadline) return bill;
        }
        revert NothingToDo();
    }

    function _pay(Payment memory payment, SignedApproval[] memory signed) private {
        bool dollars = payment.asset == address(coin);
        uint256 before = dollars ? coin.balanceOf(address(payee)) : address(payee).balance;
        funds.pay(payment, signed);
        uint256 received = (dollars ? coin.balanceOf(address(payee)) : address(payee).balance) - before;
        _expect(received == payment.amount, "36: paid something else");
        if (dollars) coinsOut += payment.amount;
        else etherOut += payment.amount;
        uint256 month = _month();
        _note(payment.asset);
        paid[payment.asset][month] += payment.amount;
        _expect(paid[payment.asset][month] <= highest[payment.asset][month], "39: above the budget");
        _expect(funds.isUsed(payment.number), "38: the number is not used");
    }

    /// @dev Of those of `who` that are on the board, in the order of their ids.
    function _signatures(Payment memory payment, uint256 who) private view returns (SignedApproval[] memory signed) {
        signed = new SignedApproval[](5);
        uint256 count = 0;
        uint256 next = 0;
        for (uint256 round = 0; round < 5; ++round) {
            (uint256 place, uint256 least) = (5, type(uint256).max);
            for (uint256 i = 0; i < 5; ++i) {
                uint256 approver = _approverAt(i);
                if (who >> i & 1 != 0 && approver >= next && approver < least) (place, least) = (i, approver);
            }
            if (place == 5) break;
            next = least + 1;
            (address wallet, uint96 mandate) = funds.mandateOf(least, false);
            if (wallet == address(0)) continue;
            signed[count++] = SignedApproval(least, _sign(wallet, _approvalDigest(payment, mandate)));
        }
        assembly ("memory-safe") {
            mstore(signed, count)
        }
    }

    /// @dev Written out, so that the contract does not say itself what is to be signed.
    function _approvalDigest(Payment memory payment, uint96 mandate) private view returns (bytes32) {
        string memory kind = "Payment(bytes32 centre,address asset,address payee,uint256 amount,uint256 number,"
            "uint256 deadline,bytes32 memo)";
        bytes32 hash = keccak256(abi.encode(keccak256(bytes(kind)), payment));
        bytes32 typehash = keccak256(abi.encodePacked("Approval(Payment payment,uint96 mandate)", kind));
        return _digest("BlackRoad OperatingFunds", "1", address(funds), keccak256(abi.encode(typehash, hash, mandate)));
    }

    /// @dev The three treasurers, the guardian, the security agent.
    function _approverAt(uint256 place) private view returns (uint256) {
        if (place < 3) return funds.treasurer(place).agentId;
        return place == 3 ? 0 : SENTINEL;
    }

    function _walletAt(uint256 place) private view returns (address wallet) {
        (wallet,) = funds.mandateOf(_approverAt(place), false);
    }

    function _month() private view returns (uint256) {
        return ProtocolTime.monthOf(block.timestamp);
    }

    function _setLimit(address asset, uint256 limit) private {
        address unit = asset == ETHER ? ETHER : funds.USD();
        _note(asset);
        vm.prank(critical);
        funds.setBudget(GPU, unit, limit);
        _note(asset);
    }

    /// @dev What may be spent in this month, by the limit that holds now.
    function _note(address asset) private {
        (uint256 limit,) = funds.budgetOf(GPU, asset == ETHER ? ETHER : funds.USD());
        uint256 month = _month();
        if (limit > highest[asset][month]) highest[asset][month] = limit;
    }

    function _fill(uint256 coins, uint256 ether_) private {
        if (coins != 0) coin.mint(address(funds), coins);
        vm.deal(address(this), ether_);
        if (ether_ != 0) {
            (bool taken,) = address(funds).call{value: ether_}("");
            _expect(taken, "36: ether was refused");
        }
        (coinsIn, etherIn) = (coinsIn + coins, etherIn + ether_);
    }

    function _elect(uint256 place, uint256 agentId) private {
        uint256[] memory members = council.members();
        uint256 needed = _seatsHeld() / 2 + 1;
        Treasurer memory before = funds.treasurer(place);
        for (uint256 i = 0; i < members.length && i < needed; ++i) {
            vm.prank(walletOf(members[i]));
            funds.supportTreasurer(place, agentId);
        }
        bool elected = funds.treasurer(place).mandate == before.mandate + 1;
        _expect(elected == (members.length >= needed), "38: not elected by the majority of the seats held");
    }

    /// @dev Five copilots whom all of their category want, P4 not among them.
    /// @dev Those of suspended members too.
    function _seatsHeld() private view returns (uint256 held) {
        Seat[] memory seats = council.seatsOf(Category.COPILOT);
        for (uint256 i = 0; i < seats.length; ++i) {
            if (seats[i].agentId != 0) ++held;
        }
    }

    function _seatCouncil() private {
        uint256[] memory names = new uint256[](COPILOTS);
        for (uint256 i = 0; i < COPILOTS; ++i) {
            names[i] = i < 3 ? i + 1 : i + 2;
            vm.prank(walletOf(names[i]));
            council.stand();
        }
        (, uint256 votingFrom, uint256 seatedFrom) = council.timesOf(0);
        vm.warp(votingFrom);
        for (uint256 agentId = 1; agentId <= 10; ++agentId) {
            vm.prank(walletOf(agentId));
            council.vote(names);
        }
        vm.warp(seatedFrom);
        // While any result waits no treasurer is elected.
        for (uint8 category = 0; category <= uint8(type(Category).max); ++category) {
            council.finalise(Category(category));
        }
    }
}
