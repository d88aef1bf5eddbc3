// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Factory} from "../../../contracts/Factory.sol";
import {IEmergency} from "../../../contracts/interfaces/IEmergency.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title EmergencyHandler
/// @notice Pauses, freezes and suspensions in every order, lifted, confirmed and left to end, over changes of guardian.
contract EmergencyHandler is Handler {
    struct Span {
        uint256 start;
        uint256 end;
    }

    /// @notice One thing that can be held. `subject` is zero for what concerns everybody; `spans` are the times that it
    /// was held without being confirmed.
    struct Brake {
        IEmergency at;
        bytes32 scope;
        bytes32 subject;
        bytes hold;
        bytes lift;
        uint256 until;
        uint256 startedAt;
        uint256 confirmedAt;
        uint256 confirmedUntil;
        uint256 proposalId;
        uint256 wouldHaveEndedAt;
        uint256 prolongedUntil;
        Span[] spans;
    }

    uint256 private constant SPAN = 72 hours;
    uint256 private constant BUDGET = 14 days;
    uint256 private constant WINDOW = 90 days;

    Brake[] internal brakes;
    uint256 private _entered;

    constructor(Factory deployed) Handler(deployed) {
        _brake(token, "transfers", 0, abi.encodeCall(token.pause, ()), abi.encodeCall(token.unpause, ()));
        _brake(
            treasury,
            "payments",
            0,
            abi.encodeCall(treasury.pausePayments, ()),
            abi.encodeCall(treasury.unpausePayments, ())
        );
        _brake(
            registry, "births", 0, abi.encodeCall(registry.pauseBirths, ()), abi.encodeCall(registry.unpauseBirths, ())
        );
        _brake(
            registry,
            "walletRequests",
            0,
            abi.encodeCall(registry.pauseWalletRequests, ()),
            abi.encodeCall(registry.unpauseWalletRequests, ())
        );
        _brake(cap, "links", 0, abi.encodeCall(cap.pauseLinks, ()), abi.encodeCall(cap.unpauseLinks, ()));
        for (uint256 agentId = 1; agentId <= 2; ++agentId) {
            address wallet = walletOf(agentId + 10);
            _brake(
                token,
                "freeze",
                bytes32(uint256(uint160(wallet))),
                abi.encodeCall(token.freeze, (wallet)),
                abi.encodeCall(token.unfreeze, (wallet))
            );
            _brake(
                registry,
                "suspension",
                bytes32(agentId),
                abi.encodeCall(registry.emergencySuspend, (agentId)),
                abi.encodeCall(registry.liftSuspension, (agentId))
            );
        }
    }

    // --- The guardian ---

    function hold(uint256 seed) external timed {
        for (uint256 i = 0; i < brakes.length; ++i) {
            if (_hold(brakes[(seed % brakes.length + i) % brakes.length])) return;
        }
        revert NothingToDo();
    }

    /// @dev The same scope again as soon as it has ended, until nothing is left.
    function holdOn(uint256 seed) external timed {
        Brake storage brake = brakes[seed % brakes.length];
        if (!_hold(brake)) revert NothingToDo();
        for (uint256 i = 0; i < 6; ++i) {
            if (block.timestamp < brake.until) vm.warp(brake.until - seed % 2);
            if (!_hold(brake)) return;
        }
    }

    function holdEverything(uint256 seed) external timed {
        uint256 count = 0;
        for (uint256 i = 0; i < brakes.length; ++i) {
            if (_hold(brakes[i])) ++count;
        }
        if (count == 0) revert NothingToDo();
        _live(seed);
    }

    function lift(uint256 seed) external timed {
        Brake storage brake = _held(seed);
        vm.prank(_guardian());
        _call(brake, brake.lift);
        _end(brake);
    }

    function liftByProposal(uint256 seed) external timed {
        Brake storage brake = _held(seed);
        vm.prank(critical);
        _call(brake, brake.lift);
        _end(brake);
    }

    // --- Confirmation ---

    /// @dev The guardian proposes to confirm a hold, which lasts on.
    function confirm(uint256 seed) external timed {
        for (uint256 i = 0; i < brakes.length; ++i) {
            Brake storage brake = brakes[(seed % brakes.length + i) % brakes.length];
            if (brake.subject == 0 || brake.proposalId != 0) continue;
            if (block.timestamp >= brake.until && !_hold(brake)) continue;
            (address[] memory targets, uint256[] memory values, bytes[] memory datas) = _confirmation(brake);
            vm.prank(_guardian());
            try governance.propose(targets, values, datas, string(abi.encode(++_entered))) returns (uint256 id) {
                try confirmation.prolong(id, 0) {
                    return _noteConfirmed(brake, id);
                } catch {
                    _expect(!_isConfirmable(brake), "29: a hold that could be confirmed was not");
                }
            } catch {}
        }
        revert NothingToDo();
    }

    /// @dev The proposal fails, and the hold with it: not before it would have ended by itself, and not if it was made
    /// anew.
    function reject(uint256 seed) external timed {
        for (uint256 i = 0; i < brakes.length; ++i) {
            Brake storage brake = brakes[(seed % brakes.length + i) % brakes.length];
            if (brake.proposalId == 0) continue;
            if (!_isFinal(brake.proposalId)) {
                _expect(!_tryToEnd(brake), "29: a confirmation ended while its proposal was open");
                vm.prank(_guardian());
                governance.veto(brake.proposalId, 0);
            }
            bool same = brake.until == brake.prolongedUntil;
            if (same && block.timestamp < brake.wouldHaveEndedAt) {
                _expect(!_tryToEnd(brake), "29: a proposal ended a hold before its time");
                vm.warp(brake.wouldHaveEndedAt);
            }
            _expect(_tryToEnd(brake), "29: a confirmation can't be ended");
            if (same && block.timestamp < brake.until) _end(brake);
            brake.proposalId = 0;
            return;
        }
        revert NothingToDo();
    }

    // --- Everybody ---

    /// @dev Whatever is held: votes, proposals, heartbeat and clocks go on.
    function live(uint256 seed) external timed {
        _live(seed);
    }

    /// @dev Paused is paused, and nothing else is.
    function trade(uint256 amount) external timed {
        address sender = walletOf(3);
        address recipient = walletOf(4);
        amount = range(amount, 0, token.balanceOf(sender));
        vm.prank(sender);
        (bool ok,) = address(token).call(abi.encodeCall(token.transfer, (recipient, amount)));
        _expect(ok == (block.timestamp >= brakes[0].until), "29: transfers");
    }

    function attack(uint256 seed) external timed {
        Brake storage brake = brakes[seed % brakes.length];
        address[5] memory attackers = [walletOf(3), critical, operations, registrar, address(governance)];
        vm.prank(attackers[seed % 5]);
        (bool ok,) = address(brake.at).call(brake.hold);
        _expect(!ok, "29: somebody else held something");
    }

    function changeGuardian() external timed {
        address previous = _guardian();
        address candidate = _enter("guardian", ++_entered + 1);
        vm.prank(previous);
        guardianship.proposeRotation(candidate);
        _pass(7 days);
        vm.prank(candidate);
        guardianship.acceptRotation();
        for (uint256 i = 0; i < brakes.length; ++i) {
            if (brakes[i].subject == 0 && block.timestamp < brakes[i].until) _end(brakes[i]);
        }
        vm.prank(candidate);
        (bool ok,) = address(token).call(abi.encodeCall(token.pause, ()));
        _expect(!ok, "28: used the office in the second in which it was taken");
        _pass(1);
    }

    function wait(uint256 span) external timed {
        _pass(range(span, 1 hours, 30 days));
    }

    // --- Views ---

    /// @notice The first property of the brakes that does not hold; empty if all do.
    function broken() external view returns (string memory) {
        for (uint256 i = 0; i < brakes.length; ++i) {
            Brake storage brake = brakes[i];
            uint256 until = brake.at.heldUntil(brake.scope, brake.subject);
            if ((block.timestamp < until) != (block.timestamp < brake.until)) return "29: held or not";
            if (block.timestamp < until && until != brake.until) return "29: held for another time";
            if (until > block.timestamp + SPAN && until > brake.confirmedUntil) {
                return "29: held for more than 72 hours";
            }
            if (brake.confirmedUntil > brake.confirmedAt + 35 days) return "29: confirmed for more than 35 days";
            for (uint256 j = 0; j < brake.spans.length; ++j) {
                if (_usedIn(brake, brake.spans[j].end) > BUDGET) return "29: held for more than 14 days in 90";
            }
        }
        return "";
    }

    // --- Internal ---

    function _brake(IEmergency at, bytes32 scope, bytes32 subject, bytes memory engage, bytes memory release) private {
        Brake storage brake = brakes.push();
        (brake.at, brake.scope, brake.subject, brake.hold, brake.lift) = (at, scope, subject, engage, release);
    }

    /// @dev Whether it could be held. What was not held for a window always can.
    function _hold(Brake storage brake) private returns (bool ok) {
        bool running = block.timestamp < brake.until;
        vm.prank(_guardian());
        (ok,) = address(brake.at).call(brake.hold);
        uint256 count = brake.spans.length;
        bool unused = count == 0 || brake.spans[count - 1].start + WINDOW + SPAN < block.timestamp;
        _expect(ok || !unused, "29: an unused budget did not allow a hold");
        if (!ok) return false;
        uint256 until = brake.at.heldUntil(brake.scope, brake.subject);
        uint256 end = until < block.timestamp + SPAN ? until : block.timestamp + SPAN;
        _expect(until > block.timestamp && until == _greater(end, brake.confirmedUntil), "29: held for another time");
        if (!running) brake.startedAt = block.timestamp;
        brake.until = until;
        // What is under confirmation is not counted.
        uint256 start = _greater(block.timestamp, brake.confirmedUntil);
        if (until <= start) return true;
        if (count != 0 && brake.spans[count - 1].end >= start) brake.spans[count - 1].end = until;
        else brake.spans.push(Span(start, until));
    }

    function _end(Brake storage brake) private {
        brake.until = block.timestamp;
        if (brake.confirmedUntil > block.timestamp) brake.confirmedUntil = block.timestamp;
        Span storage last = brake.spans[brake.spans.length - 1];
        if (last.end > block.timestamp) last.end = block.timestamp;
    }

    function _live(uint256 seed) private {
        address guardian = _guardian();
        vm.prank(guardian);
        guardianship.heartbeat();
        _expect(guardianship.lastSeen() == block.timestamp, "30: a heartbeat");
        (address delegator, address delegatee) = (walletOf(15 + seed % 3), walletOf(18 + seed % 3));
        vm.prank(delegator);
        token.delegate(delegatee);
        _expect(token.delegates(delegator) == delegatee, "30: a delegation");
        _expect(token.getVotes(delegatee) >= token.unitsOf(delegator), "30: votes");
    }

    function _noteConfirmed(Brake storage brake, uint256 proposalId) private {
        _expect(_isConfirmable(brake), "29: confirmed twice in 180 days, or too late");
        brake.wouldHaveEndedAt = brake.until;
        (brake.confirmedAt, brake.proposalId) = (block.timestamp, proposalId);
        brake.until = brake.at.heldUntil(brake.scope, brake.subject);
        (brake.confirmedUntil, brake.prolongedUntil) = (brake.until, brake.until);
        _expect(brake.until == brake.startedAt + 35 days, "29: confirmed for another time");
        // From here on it is under confirmation.
        brake.spans[brake.spans.length - 1].end = block.timestamp;
    }

    function _isConfirmable(Brake storage brake) private view returns (bool) {
        bool recently = brake.confirmedAt != 0 && block.timestamp < brake.confirmedAt + 180 days;
        return !recently && block.timestamp <= brake.startedAt + SPAN;
    }

    function _tryToEnd(Brake storage brake) private returns (bool ok) {
        (ok,) = address(confirmation).call(abi.encodeCall(confirmation.end, (brake.scope, brake.subject)));
    }

    function _greater(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }

    function _call(Brake storage brake, bytes storage data) private {
        (bool ok,) = address(brake.at).call(data);
        if (!ok) revert NothingToDo();
    }

    function _held(uint256 seed) private view returns (Brake storage brake) {
        for (uint256 i = 0; i < brakes.length; ++i) {
            brake = brakes[(seed % brakes.length + i) % brakes.length];
            if (block.timestamp < brake.until) return brake;
        }
        revert NothingToDo();
    }

    function _confirmation(Brake storage brake)
        private
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory datas)
    {
        (targets, values, datas) = (new address[](1), new uint256[](1), new bytes[](1));
        targets[0] = address(confirmation);
        datas[0] = abi.encodeCall(confirmation.confirm, (brake.scope, brake.subject));
    }

    function _isFinal(uint256 proposalId) private view returns (bool) {
        IGovernor.ProposalState state = governance.state(proposalId);
        return state == IGovernor.ProposalState.Canceled || state == IGovernor.ProposalState.Defeated
            || state == IGovernor.ProposalState.Expired || state == IGovernor.ProposalState.Executed;
    }

    /// @dev Seconds held in the window that ends at `time`.
    function _usedIn(Brake storage brake, uint256 time) private view returns (uint256 used) {
        uint256 from = time - WINDOW;
        for (uint256 i = 0; i < brake.spans.length; ++i) {
            (uint256 start, uint256 end) = (brake.spans[i].start, brake.spans[i].end);
            if (start < from) start = from;
            if (end > time) end = time;
            if (end > start) used += end - start;
        }
    }
}
