// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Braked} from "./base/Braked.sol";
import {IAgentRegistry} from "./interfaces/IAgentRegistry.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHoldingsEscrow} from "./interfaces/IHoldingsEscrow.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Ledger} from "./libraries/Ledger.sol";
import {Peers} from "./libraries/Peers.sol";
import {Supply} from "./libraries/Supply.sol";
import {TransferRules} from "./libraries/TransferRules.sol";
import {Book, Cause, MergeRequest, Reason, Wallet, WalletClass} from "./types/Holder.sol";

/// @title HumanCapEnforcement
/// @notice No human holds more than 5 % of ROAD, over all its wallets.
///
/// **Design.** The token asks once for every movement. A wallet's class and human stand in one slot, a human's book in
/// another; the rules are pure ({TransferRules}), the books and their hash chain one library ({Ledger}).
///
/// **Trust assumptions.** The attestor says which wallets are one human; it can stop a human from receiving, and never
/// move or take a balance. Two wallets that no attestor has linked are one human to nobody: hence unknown wallets hold
/// nothing.
///
/// **How to stop it.** Not at all: there is no switch that turns the cap off. Links can be paused by the guardian.
contract HumanCapEnforcement is Braked, EIP712, Nonces, IHumanCapEnforcement {
    using Ledger for Ledger.Data;
    using SafeCast for uint256;

    /// @notice Wallets that one human may link.
    uint256 public constant MAX_WALLETS = 8;
    /// @notice Wallets that one human's list may hold, those it left and has not emptied included.
    uint256 public constant MAX_TRACKED = 32;
    /// @notice The cap can't be lowered below this: 0.1 % of the supply.
    uint256 public constant MIN_HUMAN_CAP = 1_000_000e18;
    /// @notice Walls of the grace period.
    uint256 public constant MIN_GRACE = 7 days;
    uint256 public constant MAX_GRACE = 90 days;

    uint256 private constant MERGE_NOTICE = 14 days;
    uint256 private constant REBALANCED_PER_CALL = 8;
    /// @dev Identities with this prefix stand for a wallet by itself; no attestor says anything of them.
    bytes32 private constant OWN_PREFIX = bytes32(uint256(type(uint32).max) << 224);
    uint40 private constant FOR_EVER = type(uint40).max;
    bytes32 private constant LINKS = "links";
    bytes32 private constant LINK_TYPEHASH =
        keccak256("Link(address wallet,bytes32 identity,uint256 nonce,uint256 deadline)");

    IROADToken public immutable TOKEN;
    IHoldingsEscrow public immutable ESCROW;
    IAgentRegistry public immutable REGISTRY;
    address public immutable TREASURY;
    /// @notice Seconds that a human above the cap has to come below it by itself.
    uint256 public immutable GRACE_PERIOD;
    /// @notice Whether unknown wallets may hold, each as a human of its own. Test networks only.
    bool public immutable UNVERIFIED_ALLOWED;

    Ledger.Data private _ledger;
    mapping(address wallet => Wallet) private _wallets;
    mapping(uint256 number => MergeRequest) private _merges;

    /// @param gracePeriod Seconds, before the time divisor.
    /// @param unverifiedAllowed Never true on Ethereum, OP Mainnet, Base or Arbitrum One.
    /// @param guardianIdentity To whose book the first guardian's wallet belongs once it leaves the office; zero for
    /// a book of its own.
    constructor(IFactory factory, uint256 gracePeriod, bool unverifiedAllowed, bytes32 guardianIdentity)
        Braked(factory)
        EIP712("BlackRoad HumanCapEnforcement", "1")
    {
        if (gracePeriod < MIN_GRACE || gracePeriod > MAX_GRACE) {
            revert GracePeriodOutOfRange(gracePeriod, MIN_GRACE, MAX_GRACE);
        }
        bool mainNetwork = block.chainid == 1 || block.chainid == 10 || block.chainid == 8453 || block.chainid == 42161;
        if (unverifiedAllowed && mainNetwork) revert UnverifiedAllowedOnMainNetwork(block.chainid);
        TOKEN = IROADToken(factory.peer(Peers.TOKEN));
        ESCROW = IHoldingsEscrow(factory.peer(Peers.ESCROW));
        REGISTRY = IAgentRegistry(factory.peer(Peers.REGISTRY));
        TREASURY = factory.peer(Peers.TREASURY);
        GRACE_PERIOD = _scaled(gracePeriod);
        UNVERIFIED_ALLOWED = unverifiedAllowed;

        _ledger.cap = uint128(Supply.HUMAN_CAP); // 5e25
        emit CapChanged(0, Supply.HUMAN_CAP);
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
        (_ledger.cap, _ledger.capChangedAt) = (uint128(newCap), block.timestamp.toUint40()); // below HUMAN_CAP
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

    // --- Views ---

    /// @inheritdoc IHumanCapEnforcement
    function humanCap() external view returns (uint256) {
        return _ledger.cap;
    }

    /// @inheritdoc IHumanCapEnforcement
    function classOf(address wallet) external view returns (WalletClass) {
        return _wallets[wallet].class;
    }

    /// @inheritdoc IHumanCapEnforcement
    function walletOf(address wallet) external view returns (Wallet memory) {
        return _wallets[wallet];
    }

    /// @inheritdoc IHumanCapEnforcement
    function identityOf(address wallet) public view returns (bytes32) {
        return _ledger.identityOf(_wallets[wallet].book);
    }

    /// @inheritdoc IHumanCapEnforcement
    function numberOf(bytes32 identity) external view returns (uint256) {
        return _ledger.numbers[identity];
    }

    /// @inheritdoc IHumanCapEnforcement
    function holdingsOf(bytes32 identity) external view returns (uint256) {
        return _ledger.books[_ledger.numbers[identity]].holdings;
    }

    /// @inheritdoc IHumanCapEnforcement
    function bookOf(bytes32 identity) external view returns (Book memory) {
        return _ledger.books[_ledger.numbers[identity]];
    }

    /// @inheritdoc IHumanCapEnforcement
    function walletsOf(bytes32 identity) external view returns (address[] memory) {
        return _ledger.wallets[_ledger.numbers[identity]];
    }

    /// @inheritdoc IHumanCapEnforcement
    function excessOf(bytes32 identity) external view returns (uint256) {
        return _ledger.excess(_ledger.numbers[identity]);
    }

    /// @inheritdoc IHumanCapEnforcement
    function rebalanceableAt(bytes32 identity) public view returns (uint256) {
        uint256 overSince = _ledger.books[_ledger.numbers[identity]].overSince;
        return Math.max(overSince, _ledger.capChangedAt) + GRACE_PERIOD;
    }

    /// @inheritdoc IHumanCapEnforcement
    function mergeOf(bytes32 identity) external view returns (MergeRequest memory) {
        return _merges[_ledger.numbers[identity]];
    }

    /// @inheritdoc IHumanCapEnforcement
    function head() external view returns (bytes32) {
        return _ledger.head;
    }

    /// @inheritdoc IHumanCapEnforcement
    function bookCount() external view returns (uint256) {
        return _ledger.count;
    }

    /// @inheritdoc IHumanCapEnforcement
    function refusal(address from, address to, uint256 amount) external view returns (Reason) {
        (Wallet storage sender, Wallet storage recipient) = (_wallets[from], _wallets[to]);
        uint32 source = TransferRules.countedIn(sender);
        uint32 target = TransferRules.countedIn(recipient);
        return _refusal(from, sender, source, to, recipient, target, amount);
    }

    // --- Internal ---

    function _refusal(
        address from,
        Wallet storage sender,
        uint32 source,
        address to,
        Wallet storage recipient,
        uint32 target,
        uint256 amount
    ) private view returns (Reason reason) {
        reason = TransferRules.refusesMove(sender, recipient, block.timestamp);
        // Nothing changes hands: neither class nor cap matters.
        if (reason != Reason.NONE || amount == 0 || from == to) return reason;
        if (to == address(ESCROW)) return Reason.RECIPIENT_ESCROW;
        reason = TransferRules.refusesClass(recipient.class, from == TREASURY, UNVERIFIED_ALLOWED);
        if (reason != Reason.NONE) return reason;
        if (target == 0 && recipient.class != WalletClass.NONE) return Reason.NONE;
        if (target != 0 && target == source) return Reason.NONE;
        // An unverified wallet's first receipt opens its own book, or finds it from before.
        if (target == 0) target = _ledger.numbers[_ownIdentity(to)];
        Book memory book = _ledger.books[target];
        if (target == 0) book.validUntil = FOR_EVER;
        return TransferRules.refusesHolding(book, amount, _ledger.cap, MAX_WALLETS, block.timestamp);
    }

    function _link(address wallet, bytes32 identity, uint256 deadline, bytes calldata signature) private {
        _checkAttestable(identity);
        uint32 number = _numberOf(identity);
        Book storage book = _ledger.books[number];
        Wallet memory linked = _wallets[wallet];
        _checkLinkable(wallet, linked, number);
        if (book.linked >= MAX_WALLETS) revert TooManyWallets(identity, book.linked, MAX_WALLETS);
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(LINK_TYPEHASH, wallet, identity, _useNonce(wallet), deadline)));
        _checkSignature(wallet, digest, deadline, signature);
        if (linked.book != number) {
            _checkRoom(identity, number, 1);
            if (linked.book != 0) _ledger.detach(linked.book, wallet);
            _ledger.attach(number, wallet);
        }
        ++book.linked;
        _classify(wallet, WalletClass.HUMAN, number);
    }

    /// @dev A wallet that nobody uses, or that its human has left: emptied, or not yet of another verified human.
    function _checkLinkable(address wallet, Wallet memory linked, uint256 number) private view {
        bool open = linked.class == WalletClass.NONE || linked.class == WalletClass.FORMER;
        if (!open || wallet == address(0) || FACTORY.isPeer(wallet)) revert WalletUnavailable(wallet, linked.class);
        if (REGISTRY.agentOf(wallet) != 0) revert WalletUnavailable(wallet, linked.class);
        bool foreign =
            linked.book != 0 && linked.book != number && _ledger.identityOf(linked.book) != _ownIdentity(wallet);
        if (foreign) {
            uint256 balance = TOKEN.balanceOf(wallet);
            if (balance != 0) revert WalletNotEmpty(wallet, balance);
        }
    }

    /// @dev A wallet becomes an agent's or a venue only if nobody uses it and it holds nothing.
    function _checkUnused(address wallet) private {
        Wallet memory used = _wallets[wallet];
        bool open = used.class == WalletClass.NONE || used.class == WalletClass.FORMER;
        if (!open || wallet == address(0)) revert WalletUnavailable(wallet, used.class);
        if (used.book == 0) return;
        uint256 balance = TOKEN.balanceOf(wallet);
        if (balance != 0) revert WalletNotEmpty(wallet, balance);
        _drop(wallet);
    }

    /// @dev Leaves its class: *former* while it holds a balance, else nothing.
    function _leave(address wallet) private {
        Wallet memory leaver = _wallets[wallet];
        if (leaver.class == WalletClass.HUMAN) --_ledger.books[leaver.book].linked;
        if (TOKEN.balanceOf(wallet) != 0) {
            _classify(wallet, WalletClass.FORMER, leaver.book == 0 ? _ownBook(wallet) : leaver.book);
        } else {
            _drop(wallet);
        }
    }

    /// @dev An empty wallet leaves its human's list.
    function _drop(address wallet) private {
        uint256 number = _wallets[wallet].book;
        if (number != 0) _ledger.detach(number, wallet);
        _classify(wallet, WalletClass.NONE, 0);
    }

    /// @dev The one place where class and book of a wallet change; the books follow in the same call.
    function _classify(address wallet, WalletClass class, uint32 number) private {
        Wallet storage changed = _wallets[wallet];
        uint32 source = TransferRules.countedIn(changed);
        emit WalletClassified(wallet, changed.class, class, number);
        (changed.class, changed.book) = (class, number);
        uint32 target = TransferRules.countedIn(changed);
        if (source == target) return;
        uint256 balance = TOKEN.balanceOf(wallet);
        if (balance == 0) return;
        _ledger.move(source, target, balance, class == WalletClass.HUMAN ? Cause.LINK : Cause.RECLASSIFICATION);
    }

    function _setVoting(address wallet, bool voting) private {
        if (_wallets[wallet].voting == voting) return;
        _wallets[wallet].voting = voting;
        TOKEN.onVotingChanged(wallet, voting);
    }

    /// @dev Book of a wallet that belongs to no verified human, opened at first need.
    function _ownBook(address wallet) private returns (uint32 number) {
        bytes32 identity = _ownIdentity(wallet);
        number = _ledger.numbers[identity];
        if (number == 0) number = _ledger.open(identity, FOR_EVER);
        _ledger.attach(number, wallet);
    }

    function _ownIdentity(address wallet) private view returns (bytes32) {
        return OWN_PREFIX | (keccak256(abi.encode(block.chainid, wallet)) >> 32);
    }

    function _checkAttestable(bytes32 identity) private pure {
        if (identity & OWN_PREFIX == OWN_PREFIX) revert IdentityReserved(identity);
    }

    function _numberOf(bytes32 identity) private view returns (uint32 number) {
        number = _ledger.numbers[identity];
        if (number == 0) revert IdentityUnknown(identity);
    }

    /// @dev A human's lists are short enough to be walked through.
    function _checkRoom(bytes32 identity, uint256 number, uint256 more) private view {
        uint256 longest = Math.max(_ledger.wallets[number].length, _ledger.identities[number].length);
        if (longest + more > MAX_TRACKED) revert TooManyWallets(identity, longest + more, MAX_TRACKED);
    }

    function _checkClass(address wallet, WalletClass expected) private view {
        WalletClass class = _wallets[wallet].class;
        if (class != expected) revert WrongClass(wallet, class, expected);
    }
}
