// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IFactory} from "../interfaces/IFactory.sol";
import {IHoldingsEscrow} from "../interfaces/IHoldingsEscrow.sol";
import {IHumanCapEnforcement} from "../interfaces/IHumanCapEnforcement.sol";
import {IROADToken} from "../interfaces/IROADToken.sol";
import {Ledger} from "../libraries/Ledger.sol";
import {Peers} from "../libraries/Peers.sol";
import {TransferRules} from "../libraries/TransferRules.sol";
import {Book, Cause, MergeRequest, Reason, Wallet, WalletClass} from "../types/Holder.sol";
import {Braked} from "./Braked.sol";

/// @title HolderBooks
/// @notice What {HumanCapEnforcement} knows of wallets and humans, and the few ways in which that changes.
abstract contract HolderBooks is Braked, EIP712, Nonces, IHumanCapEnforcement {
    using Ledger for Ledger.Data;

    /// @notice Wallets that one human may link.
    uint256 public constant MAX_WALLETS = 8;
    /// @notice Wallets that one human's list may hold, those it left and has not emptied included.
    uint256 public constant MAX_TRACKED = 32;
    /// @notice Walls of the grace period.
    uint256 public constant MIN_GRACE = 7 days;
    uint256 public constant MAX_GRACE = 90 days;

    /// @dev Identities with this prefix stand for a wallet by itself; no attestor says anything of them.
    bytes32 private constant OWN_PREFIX = bytes32(uint256(type(uint32).max) << 224);
    uint40 private constant FOR_EVER = type(uint40).max;
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

    Ledger.Data internal _ledger;
    mapping(address wallet => Wallet) internal _wallets;
    mapping(uint256 number => MergeRequest) internal _merges;

    constructor(IFactory factory, uint256 gracePeriod, bool unverifiedAllowed)
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
        return Math.max(overSince, _ledger.capLoweredAt) + GRACE_PERIOD;
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
    ) internal view returns (Reason reason) {
        reason = TransferRules.refusesMove(sender, recipient, block.timestamp);
        // Nothing changes hands: neither class nor cap matters. The escrow sends nothing to itself either.
        if (reason != Reason.NONE || amount == 0) return reason;
        if (to == address(ESCROW)) return Reason.RECIPIENT_ESCROW;
        if (from == to) return Reason.NONE;
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

    function _link(address wallet, bytes32 identity, uint256 deadline, bytes calldata signature) internal {
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
    function _checkLinkable(address wallet, Wallet memory linked, uint256 number) internal view {
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
    function _checkUnused(address wallet) internal {
        Wallet memory used = _wallets[wallet];
        bool open = used.class == WalletClass.NONE || used.class == WalletClass.FORMER;
        if (!open || wallet == address(0)) revert WalletUnavailable(wallet, used.class);
        if (used.book == 0) return;
        uint256 balance = TOKEN.balanceOf(wallet);
        if (balance != 0) revert WalletNotEmpty(wallet, balance);
        _drop(wallet);
    }

    /// @dev Leaves its class: *former* while it holds a balance, else nothing.
    function _leave(address wallet) internal {
        Wallet memory leaver = _wallets[wallet];
        if (leaver.class == WalletClass.HUMAN) --_ledger.books[leaver.book].linked;
        if (TOKEN.balanceOf(wallet) != 0) {
            _classify(wallet, WalletClass.FORMER, leaver.book == 0 ? _ownBook(wallet) : leaver.book);
        } else {
            _drop(wallet);
        }
    }

    /// @dev An empty wallet leaves its human's list.
    function _drop(address wallet) internal {
        uint256 number = _wallets[wallet].book;
        if (number != 0) _ledger.detach(number, wallet);
        _classify(wallet, WalletClass.NONE, 0);
    }

    /// @dev The one place where class and book of a wallet change; the books follow in the same call.
    function _classify(address wallet, WalletClass class, uint32 number) internal {
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

    function _setVoting(address wallet, bool voting) internal {
        if (_wallets[wallet].voting == voting) return;
        _wallets[wallet].voting = voting;
        TOKEN.onVotingChanged(wallet, voting);
    }

    /// @dev Book of a wallet that belongs to no verified human, opened at first need.
    function _ownBook(address wallet) internal returns (uint32 number) {
        bytes32 identity = _ownIdentity(wallet);
        number = _ledger.numbers[identity];
        if (number == 0) number = _ledger.open(identity, FOR_EVER);
        _ledger.attach(number, wallet);
    }

    function _ownIdentity(address wallet) internal view returns (bytes32) {
        return OWN_PREFIX | (keccak256(abi.encode(block.chainid, wallet)) >> 32);
    }

    function _checkAttestable(bytes32 identity) internal pure {
        if (identity & OWN_PREFIX == OWN_PREFIX) revert IdentityReserved(identity);
    }

    function _numberOf(bytes32 identity) internal view returns (uint32 number) {
        number = _ledger.numbers[identity];
        if (number == 0) revert IdentityUnknown(identity);
    }

    /// @dev A human's lists are short enough to be walked through.
    function _checkRoom(bytes32 identity, uint256 number, uint256 more) internal view {
        uint256 longest = Math.max(_ledger.wallets[number].length, _ledger.identities[number].length);
        if (longest + more > MAX_TRACKED) revert TooManyWallets(identity, longest + more, MAX_TRACKED);
    }

    function _checkClass(address wallet, WalletClass expected) internal view {
        WalletClass class = _wallets[wallet].class;
        if (class != expected) revert WrongClass(wallet, class, expected);
    }
}
