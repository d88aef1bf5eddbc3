// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {HolderBooks} from "./base/HolderBooks.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {Ledger} from "./libraries/Ledger.sol";
import {Peers} from "./libraries/Peers.sol";
import {Supply} from "./libraries/Supply.sol";
import {TransferRules} from "./libraries/TransferRules.sol";
import {Cause, MergeRequest, Reason, Wallet, WalletClass} from "./types/Holder.sol";

/// @title HumanCapEnforcement
/// @notice No human holds more than 5 % of ROAD, over all its wallets.
///
/// **Design.** The token asks once for every movement. A wallet's class and human stand in one slot, a human's book in
/// another; the rules stand in {TransferRules}, the books and their hash chain in {Ledger}, and how a wallet changes its
/// class in {HolderBooks}.
///
/// **Trust assumptions.** The attestor says which wallets are one human; it can stop a human from receiving, and never
/// move or take a balance. Two wallets that no attestor has linked are one human to nobody: hence unknown wallets hold
/// nothing.
///
/// **How to stop it.** Not at all: there is no switch that turns the cap off. Links can be paused by the guardian.
contract HumanCapEnforcement is HolderBooks {
    using Ledger for Ledger.Data;
    using SafeCast for uint256;

    /// @notice The cap can't be lowered below this: 0.1 % of the supply.
    uint256 public constant MIN_HUMAN_CAP = 1_000_000e18;

    uint256 private constant MERGE_NOTICE = 14 days;
    uint256 private constant REBALANCED_PER_CALL = 8;
    bytes32 private constant LINKS = "links";

    /// @param gracePeriod Seconds, before the time divisor.
    /// @param unverifiedAllowed Never true on Ethereum, OP Mainnet, Base or Arbitrum One.
    /// @param guardianIdentity To whose book the first guardian's wallet belongs once it leaves the office; zero for
    /// a book of its own.
    constructor(IFactory factory, uint256 gracePeriod, bool unverifiedAllowed, bytes32 guardianIdentity)
        HolderBooks(factory, gracePeriod, unverifiedAllowed)
    {
        _ledger.cap = uint128(Supply.HUMAN_CAP); // 5e25
        emit CapChanged(0, Supply.HUMAN_CAP);
        emit RulesSet(GRACE_PERIOD, UNVERIFIED_ALLOWED);
        _classify(TREASURY, WalletClass.PROTOCOL, 0);
        _classify(address(ESCROW), WalletClass.PROTOCOL, 0);
        _classify(factory.peer(Peers.VESTING), WalletClass.PROTOCOL, 0);
        address guardian = GUARDIANSHIP.guardian();
        uint32 number = 0;
        if (guardianIdentity != 0) {
            number = _ledger.open(guardianIdentity, 0);
            _ledger.attach(number, guardian);
        }
        _classify(guardian, WalletClass.GUARDIAN, number);
    }

    // --- Anyone ---

    /// @inheritdoc IHumanCapEnforcement
    function rebalance(bytes32 identity) external returns (uint256 moved) {
        uint256 number = _numberOf(identity);
        uint256 excess = _ledger.excess(number);
        if (excess == 0) return 0;
        uint256 graceEnds = rebalanceableAt(identity);
        if (block.timestamp < graceEnds) revert GracePeriodRuns(identity, graceEnds);

        address[] storage wallets = _ledger.wallets[number];
        uint256 touched = 0;
        for (uint256 i = 0; i < wallets.length && touched < REBALANCED_PER_CALL && moved < excess; ++i) {
            address wallet = wallets[i];
            if (TransferRules.countedIn(_wallets[wallet]) == 0) continue;
            uint256 amount = Math.min(TOKEN.balanceOf(wallet), excess - moved);
            if (amount == 0) continue;
            moved += amount;
            ++touched;
            ESCROW.credit(wallet, amount);
            TOKEN.moveToEscrow(wallet, amount);
        }
        emit Rebalanced(identity, moved, excess - moved);
    }

    /// @inheritdoc IHumanCapEnforcement
    function merge(bytes32 identity) external {
        uint32 from = _numberOf(identity);
        MergeRequest memory request = _merges[from];
        if (request.into == 0) revert MergeNotRequested(identity);
        if (block.timestamp < request.readyAt) revert MergeNotReady(identity, request.readyAt);
        // The other identity may itself have been merged since.
        bytes32 intoIdentity = _ledger.identityOf(request.into);
        uint32 into = _ledger.numbers[intoIdentity];
        delete _merges[from];
        if (into == from) {
            // The other direction was carried out first.
            emit MergeCancelled(identity, intoIdentity, msg.sender);
            return;
        }
        _checkRoom(intoIdentity, into, Math.max(_ledger.wallets[from].length, _ledger.identities[from].length));
        address[] memory wallets = _ledger.wallets[from];
        for (uint256 i = 0; i < wallets.length; ++i) {
            _wallets[wallets[i]].book = into;
        }
        if (_ledger.books[from].suspended) emit IdentitySuspended(intoIdentity, true);
        _ledger.merge(from, into);
        emit Merged(identity, intoIdentity, from, into);
    }

    /// @inheritdoc IHumanCapEnforcement
    function forget(address wallet) external {
        _checkClass(wallet, WalletClass.FORMER);
        uint256 balance = TOKEN.balanceOf(wallet);
        if (balance != 0) revert WalletNotEmpty(wallet, balance);
        // A retired agent's wallet may still be owed something.
        if (REGISTRY.agentOf(wallet) != 0) revert WalletUnavailable(wallet, WalletClass.FORMER);
        _drop(wallet);
    }

    // --- The attestor ---

    /// @inheritdoc IHumanCapEnforcement
    function attest(bytes32 identity, uint256 validUntil) external restricted {
        if (identity == 0) revert IdentityZero();
        _checkAttestable(identity);
        if (validUntil <= block.timestamp) revert VerificationInPast(validUntil);
        uint256 number = _ledger.numbers[identity];
        uint256 previous = _ledger.books[number].validUntil;
        if (number == 0) _ledger.open(identity, validUntil.toUint40());
        else _ledger.books[number].validUntil = validUntil.toUint40();
        emit IdentityAttested(identity, previous, validUntil);
    }

    /// @inheritdoc IHumanCapEnforcement
    function setIdentitySuspended(bytes32 identity, bool suspended) external restricted {
        _checkAttestable(identity);
        _ledger.books[_numberOf(identity)].suspended = suspended;
        emit IdentitySuspended(identity, suspended);
    }

    /// @inheritdoc IHumanCapEnforcement
    function link(address wallet, bytes32 identity, uint256 deadline, bytes calldata signature) external restricted {
        _checkNotHeld(LINKS);
        _link(wallet, identity, deadline, signature);
    }

    /// @inheritdoc IHumanCapEnforcement
    function unlink(address wallet) external restricted {
        _checkClass(wallet, WalletClass.HUMAN);
        _leave(wallet);
    }

    /// @inheritdoc IHumanCapEnforcement
    function recover(address lost, address replacement, uint256 deadline, bytes calldata signature)
        external
        restricted
    {
        _checkNotHeld(LINKS);
        _checkClass(lost, WalletClass.HUMAN);
        bytes32 identity = identityOf(lost);
        _leave(lost);
        _link(replacement, identity, deadline, signature);
    }

    /// @inheritdoc IHumanCapEnforcement
    function requestMerge(bytes32 from, bytes32 into) external restricted {
        _checkNotHeld(LINKS);
        _checkAttestable(from);
        _checkAttestable(into);
        (uint32 fromNumber, uint32 intoNumber) = (_numberOf(from), _numberOf(into));
        if (fromNumber == intoNumber) revert MergeWithItself(from);
        MergeRequest memory pending = _merges[fromNumber];
        if (pending.into != 0) revert MergePending(from, pending.readyAt);
        uint256 readyAt = block.timestamp + _scaled(MERGE_NOTICE);
        _merges[fromNumber] = MergeRequest(intoNumber, readyAt.toUint40());
        emit MergeRequested(from, into, readyAt);
    }

    // --- The guardian, and governance ---

    /// @inheritdoc IHumanCapEnforcement
    function cancelMerge(bytes32 from) external {
        _checkGuardianOrRole();
        uint256 number = _numberOf(from);
        uint256 into = _merges[number].into;
        if (into == 0) revert MergeNotRequested(from);
        delete _merges[number];
        emit MergeCancelled(from, _ledger.identityOf(into), msg.sender);
    }

    /// @inheritdoc IHumanCapEnforcement
    function pauseLinks() external {
        _hold(LINKS, 0);
    }

    /// @inheritdoc IHumanCapEnforcement
    function unpauseLinks() external {
        _lift(LINKS, 0);
    }

    /// @inheritdoc IHumanCapEnforcement
    function setHumanCap(uint256 newCap) external restricted {
        uint256 previous = _ledger.cap;
        if (newCap == previous) revert CapUnchanged(newCap);
        if (newCap < MIN_HUMAN_CAP || newCap > Supply.HUMAN_CAP) {
            revert CapOutOfRange(newCap, MIN_HUMAN_CAP, Supply.HUMAN_CAP);
        }
        _ledger.cap = uint128(newCap); // below HUMAN_CAP
        if (newCap < previous) _ledger.capLoweredAt = block.timestamp.toUint40();
        emit CapChanged(previous, newCap);
    }

    /// @inheritdoc IHumanCapEnforcement
    function setVenue(address wallet, bool enabled) external restricted {
        if (enabled) {
            if (FACTORY.isPeer(wallet) || REGISTRY.agentOf(wallet) != 0) {
                revert WalletUnavailable(wallet, _wallets[wallet].class);
            }
            _checkUnused(wallet);
            _classify(wallet, WalletClass.VENUE, _ownBook(wallet));
        } else {
            _checkClass(wallet, WalletClass.VENUE);
            _leave(wallet);
        }
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IHumanCapEnforcement
    function onTransfer(address operator, address from, address to, uint256 amount)
        external
        returns (uint256 senderCeiling, uint256 recipientCeiling)
    {
        _checkCaller(address(TOKEN));
        Wallet storage recipient = _wallets[to];
        // Pay, the most frequent movement: an agent is in no book, and the treasury is never frozen or halted.
        if (from == TREASURY && recipient.class == WalletClass.AGENT) {
            if (block.timestamp < recipient.frozenUntil) {
                revert TransferRefused(Reason.RECIPIENT_FROZEN, from, to, amount);
            }
            recipientCeiling = recipient.ceiling + amount;
            recipient.ceiling = recipientCeiling.toUint128();
            return (0, recipient.voting ? recipientCeiling : 0);
        }
        Wallet storage sender = _wallets[from];
        // The token is called by this contract for one purpose only: to move an excess into the escrow.
        bool forced = operator == address(this);
        uint32 source = TransferRules.countedIn(sender);
        uint32 target = TransferRules.countedIn(recipient);
        if (!forced) {
            Reason reason = _refusal(from, sender, source, to, recipient, target, amount);
            if (reason != Reason.NONE) revert TransferRefused(reason, from, to, amount);
        }
        if (amount != 0 && from != to) {
            if (target == 0 && recipient.class == WalletClass.NONE) {
                target = _ownBook(to);
                recipient.book = target;
                emit WalletClassified(to, WalletClass.NONE, WalletClass.NONE, target);
            }
            if (source != target) _ledger.move(source, target, amount, forced ? Cause.REBALANCE : Cause.TRANSFER);
        }
        return (sender.voting ? sender.ceiling : 0, recipient.voting ? recipient.ceiling : 0);
    }

    /// @inheritdoc IHumanCapEnforcement
    function setFrozenUntil(address wallet, uint40 until) external {
        _checkCaller(address(TOKEN));
        if (_wallets[wallet].class == WalletClass.PROTOCOL) revert WalletUnavailable(wallet, WalletClass.PROTOCOL);
        _wallets[wallet].frozenUntil = until;
    }

    /// @inheritdoc IHumanCapEnforcement
    function enrolAgent(address wallet) external {
        _checkCaller(address(REGISTRY));
        _checkUnused(wallet);
        _classify(wallet, WalletClass.AGENT, 0);
        // It holds nothing yet, so the token has no units to move.
        _wallets[wallet].voting = true;
    }

    /// @inheritdoc IHumanCapEnforcement
    function setVoting(address wallet, bool voting) external {
        _checkCaller(address(REGISTRY));
        _setVoting(wallet, voting);
    }

    /// @inheritdoc IHumanCapEnforcement
    function setHaltedUntil(address wallet, uint40 until) external {
        _checkCaller(address(REGISTRY));
        _wallets[wallet].haltedUntil = until;
    }

    /// @inheritdoc IHumanCapEnforcement
    function rotateAgent(address from, address to) external {
        _checkCaller(address(REGISTRY));
        _checkUnused(to);
        Wallet memory old = _wallets[from];
        _classify(to, WalletClass.AGENT, 0);
        Wallet storage next = _wallets[to];
        next.frozenUntil = uint40(Math.max(old.frozenUntil, next.frozenUntil)); // both were uint40
        next.haltedUntil = old.haltedUntil;
        _setVoting(from, false);
        (_wallets[from].ceiling, next.ceiling) = (0, old.ceiling);
        TOKEN.onRotation(from, to);
        _setVoting(to, old.voting);
        _leave(from);
    }

    /// @inheritdoc IHumanCapEnforcement
    function retireAgent(address wallet) external {
        _checkCaller(address(REGISTRY));
        _setVoting(wallet, false);
        _classify(wallet, WalletClass.FORMER, _ownBook(wallet));
    }

    /// @inheritdoc IHumanCapEnforcement
    function onGuardianChanged(address previous, address current) external {
        _checkCaller(address(GUARDIANSHIP));
        _leave(previous);
        Wallet memory wallet = _wallets[current];
        if (wallet.class == WalletClass.HUMAN) --_ledger.books[wallet.book].linked;
        _classify(current, WalletClass.GUARDIAN, wallet.book);
    }
}
