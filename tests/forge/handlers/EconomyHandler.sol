// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Factory} from "../../../contracts/Factory.sol";
import {Cohort} from "../../../contracts/libraries/Cohort.sol";
import {Supply} from "../../../contracts/libraries/Supply.sol";
import {AgentStatus, Standing} from "../../../contracts/types/Agent.sol";
import {Category} from "../../../contracts/types/Category.sol";
import {MergeRequest, Wallet, WalletClass} from "../../../contracts/types/Holder.sol";
import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title EconomyHandler
/// @notice Pay, transfers, votes, links of wallets, the cap, the agents' lives and changes of guardian. A cast of 15
/// agents, three humans and every guardian is looked at again and again, the other agents at the end of each run.
contract EconomyHandler is Handler {
    struct Past {
        uint256 time;
        address wallet;
        uint256 votes;
        uint256 total;
    }

    bytes32 private constant OWN_PREFIX = bytes32(uint256(type(uint32).max) << 224);
    bytes32 private constant LINK = keccak256("Link(address wallet,bytes32 identity,uint256 nonce,uint256 deadline)");
    bytes32 private constant AGENT_WALLET =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");

    uint256 private constant HUMANS = 3;
    uint256 private constant WALLETS = 3;

    /// @notice The agents that act.
    uint256[] public cast;
    /// @notice Every wallet that acts or acted, agents' and protocol's included.
    address[] public watched;
    /// @notice Every identity that has a book.
    bytes32[] public identities;

    /// @notice What the treasury ever paid an agent as its share, and what as a reward.
    mapping(uint256 agentId => uint256) public paid;
    mapping(uint256 agentId => uint256) public rewarded;
    mapping(Category category => uint256) public paidIn;
    /// @notice Sums over all agents.
    uint256 public paidInAll;
    uint256 public rewardedInAll;
    uint256 public forfeitedInAll;
    /// @notice What agents outside of the cast hold: all that they were paid.
    uint256 public crowdBalance;
    /// @notice The agents outside of the cast that were paid.
    uint256[] public payees;
    Past[] public pasts;

    mapping(address wallet => bool) private _isWatched;
    mapping(bytes32 identity => bool) private _isKnown;
    mapping(uint256 agentId => bool) private _isCast;
    uint256 private _entered;

    constructor(Factory deployed) Handler(deployed) {
        _watch(address(treasury));
        _watch(address(escrow));
        _watch(address(vesting));
        _watch(_enter("guardian", 1));
        _play(1, 3);
        _play(11, 12);
        _play(15, 22);
        _play(1188, 1188);
        _play(1247, 1247);
        for (uint256 i = 0; i < HUMANS; ++i) {
            bytes32 identity = bytes32(i + 1);
            _know(identity);
            vm.prank(attestor);
            cap.attest(identity, block.timestamp + 30 * 365 days);
            for (uint256 j = 0; j < WALLETS; ++j) {
                address wallet = _enter("human", i * WALLETS + j);
                _watch(wallet);
                if (j != 0) _link(wallet, identity);
            }
        }
        vesting.release();
    }

    // --- Pay ---

    function payOne(uint256 seed) external timed {
        for (uint256 i = 0; i < cast.length; ++i) {
            uint256 agentId = cast[(seed % cast.length + i) % cast.length];
            if (treasury.releasableOf(agentId) == 0) continue;
            (, Standing standing) = registry.payeeOf(agentId);
            if (standing == Standing.SUSPENDED) continue;
            uint256 before = token.balanceOf(walletOf(agentId));
            uint256 amount = treasury.release(agentId);
            _expect(token.balanceOf(walletOf(agentId)) == before + amount, "35: paid something else");
            return _notePay(agentId, amount);
        }
        revert NothingToDo();
    }

    /// @dev Four agents in a row, one of them twice, and one that does not exist.
    function payMany(uint256 first) external timed {
        first = range(first, 1, COHORT - 3);
        uint256[] memory ids = new uint256[](6);
        uint256[] memory before = new uint256[](4);
        for (uint256 i = 0; i < 4; ++i) {
            ids[i] = first + i;
            before[i] = treasury.releasedOf(first + i);
        }
        (ids[4], ids[5]) = (first, COHORT + 1);
        uint256 total = treasury.releaseBatch(ids);
        if (total == 0) revert NothingToDo();
        for (uint256 i = 0; i < 4; ++i) {
            uint256 amount = treasury.releasedOf(first + i) - before[i];
            _notePay(first + i, amount);
            total -= amount;
        }
        _expect(total == 0, "35: a batch paid something else");
    }

    function payGuardian() external timed guarded {
        vesting.release();
    }

    function reward(uint256 seed, uint256 amount, bool exceptional) external timed guarded {
        uint256 agentId = cast[seed % cast.length];
        uint256 most = treasury.rewardReserve();
        if (!exceptional && treasury.rewardLeftThisMonth() < most) most = treasury.rewardLeftThisMonth();
        if (most == 0) revert NothingToDo();
        amount = range(amount, 1, most);
        vm.prank(exceptional ? critical : operations);
        if (exceptional) treasury.rewardExceptionally(agentId, amount, "");
        else treasury.reward(agentId, amount, "");
        rewarded[agentId] += amount;
        rewardedInAll += amount;
    }

    // --- Transfers ---

    function send(uint256 from, uint256 to, uint256 amount) external timed guarded {
        address sender = _holder(from);
        address recipient = _recipient(sender, to);
        amount = _amount(sender, recipient, amount);
        if (!token.canTransfer(sender, recipient, amount)) revert NothingToDo();
        vm.prank(sender);
        token.transfer(recipient, amount);
    }

    function spend(uint256 from, uint256 to, uint256 amount) external timed guarded {
        address sender = _holder(from);
        address recipient = _recipient(sender, to);
        amount = _amount(sender, recipient, amount);
        vm.prank(sender);
        token.approve(address(this), amount);
        token.transferFrom(sender, recipient, amount);
    }

    /// @dev One wei more than a human has room for.
    function sendTooMuch(uint256 from, uint256 human) external timed {
        bytes32 identity = bytes32(range(human, 1, HUMANS));
        uint256 ceiling = cap.humanCap();
        uint256 amount = ceiling + 1 - _lesser(cap.holdingsOf(identity), ceiling);
        address[] memory wallets = cap.walletsOf(identity);
        for (uint256 i = 0; i < watched.length; ++i) {
            address sender = watched[(from % watched.length + i) % watched.length];
            if (_isPeer(sender) || _isSame(sender, identity) || token.balanceOf(sender) < amount) continue;
            for (uint256 j = 0; j < wallets.length; ++j) {
                if (cap.classOf(wallets[j]) != WalletClass.HUMAN) continue;
                vm.prank(sender);
                try token.transfer(wallets[j], amount) returns (bool) {
                    _expect(false, "3: a human got more than the cap");
                } catch {}
                return;
            }
        }
        revert NothingToDo();
    }

    function withdraw(uint256 seed, uint256 to, uint256 amount) external timed guarded {
        for (uint256 i = 0; i < watched.length; ++i) {
            address owner = watched[(seed % watched.length + i) % watched.length];
            uint256 balance = escrow.escrowedOf(owner);
            if (balance == 0) continue;
            address recipient = _recipient(address(escrow), to);
            amount = _lesser(_amount(address(escrow), recipient, amount), balance);
            vm.prank(owner);
            return escrow.withdraw(recipient, amount);
        }
        revert NothingToDo();
    }

    function delegate(uint256 from, uint256 to) external timed {
        address delegator = walletOf(_living(from));
        address delegatee = walletOf(_living(to));
        vm.prank(delegator);
        token.delegate(delegatee);
    }

    // --- Humans and the cap ---

    function link(uint256 seed, uint256 human) external timed {
        for (uint256 i = 0; i < watched.length; ++i) {
            address wallet = watched[(seed % watched.length + i) % watched.length];
            WalletClass class = cap.classOf(wallet);
            bool open = class == WalletClass.NONE || (class == WalletClass.FORMER && registry.agentOf(wallet) == 0);
            if (!open) continue;
            return _link(wallet, bytes32(range(human, 1, HUMANS)));
        }
        revert NothingToDo();
    }

    function unlink(uint256 seed) external timed {
        address wallet = _humanWallet(seed);
        vm.prank(attestor);
        cap.unlink(wallet);
    }

    function recover(uint256 seed) external timed {
        address lost = _humanWallet(seed);
        address replacement = _enter("replacement", ++_entered);
        _watch(replacement);
        bytes memory signature = _consent(replacement, cap.identityOf(lost));
        vm.prank(attestor);
        cap.recover(lost, replacement, block.timestamp, signature);
    }

    function requestMerge(uint256 from, uint256 into) external timed {
        vm.prank(attestor);
        cap.requestMerge(bytes32(range(from, 1, HUMANS)), bytes32(range(into, 1, HUMANS)));
    }

    /// @dev Carries out a merge, waiting out its notice first.
    function merge(uint256 seed) external timed {
        (bytes32 identity, MergeRequest memory request) = _pendingMerge(seed);
        if (block.timestamp < request.readyAt) vm.warp(request.readyAt);
        cap.merge(identity);
    }

    function cancelMerge(uint256 seed) external timed {
        (bytes32 identity,) = _pendingMerge(seed);
        vm.prank(seed % 2 == 0 ? operations : _guardian());
        cap.cancelMerge(identity);
    }

    /// @dev Of a wallet that its owner empties first.
    function forget(uint256 seed) external timed guarded {
        for (uint256 i = 0; i < watched.length; ++i) {
            address wallet = watched[(seed % watched.length + i) % watched.length];
            if (cap.classOf(wallet) != WalletClass.FORMER || registry.agentOf(wallet) != 0) continue;
            uint256 balance = token.balanceOf(wallet);
            if (balance != 0) {
                address recipient = _recipient(wallet, seed);
                if (!token.canTransfer(wallet, recipient, balance)) continue;
                vm.prank(wallet);
                token.transfer(recipient, balance);
            }
            return cap.forget(wallet);
        }
        revert NothingToDo();
    }

    function setCap(uint256 value) external timed {
        value = range(value, cap.MIN_HUMAN_CAP(), Supply.HUMAN_CAP);
        vm.prank(critical);
        cap.setHumanCap(value);
    }

    function rebalance(uint256 seed) external timed {
        for (uint256 i = 0; i < identities.length; ++i) {
            bytes32 identity = identities[(seed % identities.length + i) % identities.length];
            uint256 excess = cap.excessOf(identity);
            if (excess == 0) continue;
            uint256 from = cap.rebalanceableAt(identity);
            if (block.timestamp < from) {
                try cap.rebalance(identity) returns (uint256) {
                    _expect(false, "3: rebalanced within the grace period");
                } catch {}
                vm.warp(from);
            }
            uint256 moved = cap.rebalance(identity);
            _expect(moved == excess, "8: rebalanced something else than the excess");
            return _expect(cap.rebalance(identity) == 0, "8: rebalanced twice");
        }
        revert NothingToDo();
    }

    // --- Agents ---

    function suspend(uint256 seed) external timed {
        uint256 agentId = _living(seed);
        vm.prank(critical);
        registry.suspend(agentId);
    }

    function reinstate(uint256 seed) external timed {
        uint256 agentId = _inStatus(seed, AgentStatus.SUSPENDED);
        vm.prank(critical);
        registry.reinstate(agentId);
    }

    function retire(uint256 seed) external timed {
        uint256 agentId = cast[seed % cast.length];
        uint256 reserve = treasury.rewardReserve();
        uint256 unvested = treasury.entitlementOf(agentId) - treasury.vestedOf(agentId);
        vm.prank(critical);
        registry.retire(agentId);
        _expect(treasury.rewardReserve() == reserve + unvested, "36: forfeited something else");
        forfeitedInAll += unvested;
        _know(_ownIdentity(walletOf(agentId)));
    }

    function emergencySuspend(uint256 seed) external timed {
        uint256 agentId = _living(seed);
        uint256 before = token.unitsOf(walletOf(agentId));
        vm.prank(_guardian());
        registry.emergencySuspend(agentId);
        _expect(token.unitsOf(walletOf(agentId)) == before, "48: an emergency suspension changed units");
    }

    function freeze(uint256 seed) external timed {
        address wallet = watched[seed % watched.length];
        vm.prank(_guardian());
        token.freeze(wallet);
    }

    function rotateAgent(uint256 seed) external timed {
        uint256 agentId = _living(seed);
        address previous = walletOf(agentId);
        address next = _enter("rotated", ++_entered);
        _watch(next);
        bytes32 message = keccak256(abi.encode(AGENT_WALLET, agentId, next, previous, block.timestamp));
        bytes memory signature = _sign(next, _digest("ERC8004IdentityRegistry", "1", address(registry), message));
        vm.prank(previous);
        registry.setAgentWallet(agentId, next, block.timestamp, signature);
        _know(_ownIdentity(previous));
    }

    // --- The office, and time ---

    /// @dev To somebody new, or to a human.
    function changeGuardian(uint256 seed) external timed {
        address candidate = seed % 3 == 0 ? _humanWallet(seed) : _enter("guardian", ++_entered + 1);
        _watch(candidate);
        address previous = _guardian();
        vm.prank(previous);
        guardianship.proposeRotation(candidate);
        _pass(7 days);
        vm.prank(candidate);
        guardianship.acceptRotation();
        _know(_ownIdentity(previous));
        _pass(1);
    }

    function wait(uint256 seed, uint256 span) external timed {
        uint256 before = block.timestamp;
        address wallet = watched[seed % watched.length];
        uint256 agentId = cast[seed % cast.length];
        uint256 vested = treasury.vestedOf(agentId);
        _pass(range(span, 1, 40 days));
        pasts.push(Past(before, wallet, token.getPastVotes(wallet, before), token.getPastTotalSupply(before)));
        _expect(treasury.vestedOf(agentId) >= vested, "35: vesting fell");
    }

    // --- Views ---

    function castSize() external view returns (uint256) {
        return cast.length;
    }

    function watchedSize() external view returns (uint256) {
        return watched.length;
    }

    function identityCount() external view returns (uint256) {
        return identities.length;
    }

    function pastCount() external view returns (uint256) {
        return pasts.length;
    }

    function payeeCount() external view returns (uint256) {
        return payees.length;
    }

    // --- Internal ---

    /// @dev What goes up by a transfer ends at the cap at most.
    modifier guarded() {
        uint256[] memory before = new uint256[](identities.length);
        for (uint256 i = 0; i < before.length; ++i) {
            before[i] = cap.holdingsOf(identities[i]);
        }
        _;
        uint256 ceiling = cap.humanCap();
        for (uint256 i = 0; i < before.length; ++i) {
            uint256 holdings = cap.holdingsOf(identities[i]);
            _expect(holdings <= before[i] || holdings <= ceiling, "3: something came in above the cap");
        }
    }

    function _play(uint256 first, uint256 last) private {
        for (uint256 agentId = first; agentId <= last; ++agentId) {
            cast.push(agentId);
            _isCast[agentId] = true;
            _watch(_enter("agent", agentId));
        }
    }

    function _watch(address wallet) private {
        if (_isWatched[wallet]) return;
        _isWatched[wallet] = true;
        watched.push(wallet);
    }

    function _know(bytes32 identity) private {
        if (_isKnown[identity]) return;
        _isKnown[identity] = true;
        identities.push(identity);
    }

    function _notePay(uint256 agentId, uint256 amount) private {
        if (amount == 0) return;
        if (paid[agentId] == 0 && !_isCast[agentId]) payees.push(agentId);
        paid[agentId] += amount;
        paidIn[registry.agent(agentId).category] += amount;
        paidInAll += amount;
        if (!_isCast[agentId]) crowdBalance += amount;
    }

    function _link(address wallet, bytes32 identity) private {
        bytes memory signature = _consent(wallet, identity);
        vm.prank(attestor);
        cap.link(wallet, identity, block.timestamp, signature);
    }

    function _consent(address wallet, bytes32 identity) private view returns (bytes memory) {
        bytes32 message = keccak256(abi.encode(LINK, wallet, identity, cap.nonces(wallet), block.timestamp));
        return _sign(wallet, _digest("BlackRoad HumanCapEnforcement", "1", address(cap), message));
    }

    function _pendingMerge(uint256 seed) private view returns (bytes32 identity, MergeRequest memory request) {
        for (uint256 i = 0; i < HUMANS; ++i) {
            identity = bytes32((seed % HUMANS + i) % HUMANS + 1);
            request = cap.mergeOf(identity);
            if (request.into != 0) return (identity, request);
        }
        revert NothingToDo();
    }

    function _holder(uint256 seed) private view returns (address holder) {
        for (uint256 i = 0; i < watched.length; ++i) {
            holder = watched[(seed % watched.length + i) % watched.length];
            if (!_isPeer(holder) && token.canTransfer(holder, holder, 0) && token.balanceOf(holder) != 0) {
                return holder;
            }
        }
        revert NothingToDo();
    }

    /// @dev Whom the sender may send a wei.
    function _recipient(address sender, uint256 seed) private view returns (address recipient) {
        for (uint256 i = 0; i < watched.length; ++i) {
            recipient = watched[(seed % watched.length + i) % watched.length];
            if (recipient != sender && token.canTransfer(sender, recipient, 1)) return recipient;
        }
        revert NothingToDo();
    }

    /// @dev A part of the balance, all of it, or exactly what the recipient has room for.
    function _amount(address sender, address recipient, uint256 seed) private view returns (uint256) {
        uint256 balance = token.balanceOf(sender);
        bytes32 identity = cap.identityOf(recipient);
        if (cap.classOf(recipient) != WalletClass.HUMAN || _isSame(sender, identity)) {
            return seed % 4 == 0 ? balance : range(seed, 1, balance);
        }
        uint256 room = _lesser(balance, cap.humanCap() - cap.holdingsOf(identity));
        return seed % 2 == 0 ? room : range(seed, 1, room);
    }

    /// @dev Whether a wallet is counted as this human's, merged ones included.
    function _isSame(address wallet, bytes32 identity) private view returns (bool) {
        return cap.numberOf(cap.identityOf(wallet)) == cap.numberOf(identity);
    }

    function _humanWallet(uint256 seed) private view returns (address wallet) {
        for (uint256 i = 0; i < watched.length; ++i) {
            wallet = watched[(seed % watched.length + i) % watched.length];
            if (cap.classOf(wallet) == WalletClass.HUMAN) return wallet;
        }
        revert NothingToDo();
    }

    function _living(uint256 seed) private view returns (uint256) {
        return _inStatus(seed, AgentStatus.ACTIVE);
    }

    function _inStatus(uint256 seed, AgentStatus status) private view returns (uint256 agentId) {
        for (uint256 i = 0; i < cast.length; ++i) {
            agentId = cast[(seed % cast.length + i) % cast.length];
            if (registry.agent(agentId).status == status) return agentId;
        }
        revert NothingToDo();
    }

    function _ownIdentity(address wallet) private view returns (bytes32) {
        return OWN_PREFIX | (keccak256(abi.encode(block.chainid, wallet)) >> 32);
    }

    function _isPeer(address account) private view returns (bool) {
        return factory.isPeer(account);
    }

    function _lesser(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
