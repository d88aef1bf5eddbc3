// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {Braked} from "./base/Braked.sol";
import {IFactory} from "./interfaces/IFactory.sol";
import {IHumanCapEnforcement} from "./interfaces/IHumanCapEnforcement.sol";
import {IROADToken} from "./interfaces/IROADToken.sol";
import {Peers} from "./libraries/Peers.sol";
import {Supply} from "./libraries/Supply.sol";
import {Reason, Wallet, WalletClass} from "./types/Holder.sol";

/// @title ROAD
/// @notice 1,000,000,000 ROAD, minted once: 51 % to the guardian's vesting, 49 % to the agents' treasury.
///
/// **Design.** One funnel: every movement passes through {_update}, which asks {HumanCapEnforcement} once, after the
/// balances have moved. Votes are earned: an agent's units are the smaller of its balance and what the treasury ever
/// paid it, so that ROAD from anybody else gives none.
///
/// **Trust assumptions.** {HumanCapEnforcement} is an immutable; nobody can replace it or switch it off.
///
/// **How to stop it.** The guardian can pause transfers or freeze a wallet; both end by themselves and stop neither
/// votes nor rebalancing.
contract ROAD_Token is ERC20, ERC20Permit, Votes, Braked, IROADToken {
    bytes32 private constant TRANSFERS = "transfers";
    bytes32 private constant FREEZE = "freeze";

    IHumanCapEnforcement public immutable CAP;
    address public immutable TREASURY;

    constructor(IFactory factory) ERC20("BlackRoad", "ROAD") ERC20Permit("BlackRoad") Braked(factory) {
        CAP = IHumanCapEnforcement(factory.peer(Peers.CAP));
        TREASURY = factory.peer(Peers.TREASURY);
        _mint(factory.peer(Peers.VESTING), Supply.GUARDIAN_SHARE);
        _mint(TREASURY, Supply.COLLECTIVE_SHARE);
    }

    // --- The guardian, and governance ---

    /// @inheritdoc IROADToken
    function pause() external {
        _hold(TRANSFERS, 0);
    }

    /// @inheritdoc IROADToken
    function unpause() external {
        _lift(TRANSFERS, 0);
    }

    /// @inheritdoc IROADToken
    function freeze(address wallet) external {
        CAP.setFrozenUntil(wallet, _hold(FREEZE, _subject(wallet)));
    }

    /// @inheritdoc IROADToken
    function unfreeze(address wallet) external {
        _lift(FREEZE, _subject(wallet));
        CAP.setFrozenUntil(wallet, 0);
    }

    /// @inheritdoc IROADToken
    function confirmFreeze(address wallet, bool open) external {
        CAP.setFrozenUntil(wallet, _confirm(FREEZE, _subject(wallet), open));
    }

    // --- Contracts of the protocol ---

    /// @inheritdoc IROADToken
    function moveToEscrow(address from, uint256 amount) external {
        _checkCaller(address(CAP));
        _transfer(from, FACTORY.peer(Peers.ESCROW), amount);
    }

    /// @inheritdoc IROADToken
    function onVotingChanged(address wallet, bool voting) external {
        _checkCaller(address(CAP));
        uint256 units = Math.min(balanceOf(wallet), CAP.walletOf(wallet).ceiling);
        if (units == 0) return;
        if (voting) _transferVotingUnits(address(0), wallet, units);
        else _transferVotingUnits(wallet, address(0), units);
    }

    /// @inheritdoc IROADToken
    function onRotation(address from, address to) external {
        _checkCaller(address(CAP));
        // Neither wallet has units in this moment, so no votes move. Whom the agent chose it keeps.
        address delegatee = delegates(from);
        super._delegate(to, delegatee == from ? to : delegatee);
        _carryBrake(FREEZE, _subject(from), _subject(to));
    }

    // --- Views ---

    /// @inheritdoc IROADToken
    function canTransfer(address from, address to, uint256 amount) external view returns (bool) {
        return explain(from, to, amount) == Reason.NONE;
    }

    /// @inheritdoc IROADToken
    function explain(address from, address to, uint256 amount) public view returns (Reason) {
        if (from == address(0) || to == address(0)) return Reason.ZERO_ADDRESS;
        if (paused()) return Reason.PAUSED;
        if (amount > balanceOf(from)) return Reason.INSUFFICIENT_BALANCE;
        return CAP.refusal(from, to, amount);
    }

    /// @inheritdoc IROADToken
    function paused() public view returns (bool) {
        return _held(TRANSFERS);
    }

    /// @inheritdoc IROADToken
    function unitsOf(address account) external view returns (uint256) {
        return _getVotingUnits(account);
    }

    /// @inheritdoc IROADToken
    function ceilingOf(address account) external view returns (uint256) {
        return CAP.walletOf(account).ceiling;
    }

    /// @notice Whom an account's units are cast by; itself unless it delegated.
    function delegates(address account) public view override(Votes, IVotes) returns (address) {
        if (account == address(0)) return account;
        address delegatee = super.delegates(account);
        return delegatee == address(0) ? account : delegatee;
    }

    /// @notice Number of checkpoints of a delegatee's votes.
    function numCheckpoints(address account) external view returns (uint32) {
        return _numCheckpoints(account);
    }

    /// @notice A checkpoint of a delegatee's votes, from 0.
    function checkpoints(address account, uint32 index) external view returns (Checkpoints.Checkpoint208 memory) {
        return _checkpoints(account, index);
    }

    /// @notice Seconds since 1970 (ERC-6372).
    function clock() public view override(Votes, IERC6372) returns (uint48) {
        return Time.timestamp();
    }

    /// @notice Machine-readable description of the clock (ERC-6372).
    function CLOCK_MODE() public pure override(Votes, IERC6372) returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice Nonce of `owner` for permits and delegations.
    function nonces(address owner) public view override(ERC20Permit, Nonces, IERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }

    // --- Internal ---

    /// @dev The funnel. Balances first, then the policy, then the votes that follow from both.
    function _update(address from, address to, uint256 amount) internal override {
        // Only the constructor mints; its two receivers are fixed.
        if (from == address(0)) return super._update(from, to, amount);
        if (msg.sender != address(CAP) && paused()) {
            revert IHumanCapEnforcement.TransferRefused(Reason.PAUSED, from, to, amount);
        }
        super._update(from, to, amount);
        (uint256 senderCeiling, uint256 recipientCeiling) = CAP.onTransfer(msg.sender, from, to, amount);
        if (from == to || amount == 0) return;
        uint256 lost = senderCeiling == 0 ? 0 : _unitsChanged(balanceOf(from) + amount, balanceOf(from), senderCeiling);
        uint256 gained = 0;
        if (recipientCeiling != 0) {
            uint256 balance = balanceOf(to);
            // Pay raises balance and ceiling alike, and so the smaller of the two.
            gained = from == TREASURY ? amount : _unitsChanged(balance, balance - amount, recipientCeiling);
        }
        // What both sides have in common moves; only the difference changes the total.
        if (lost != 0 && gained != 0) _moveDelegateVotes(delegates(from), delegates(to), Math.min(lost, gained));
        if (lost > gained) _transferVotingUnits(from, address(0), lost - gained);
        if (gained > lost) _transferVotingUnits(address(0), to, gained - lost);
    }

    /// @dev By how much min(balance, ceiling) differs between a higher and a lower balance.
    function _unitsChanged(uint256 higher, uint256 lower, uint256 ceiling) private pure returns (uint256) {
        return Math.min(higher, ceiling) - Math.min(lower, ceiling);
    }

    /// @dev Only agents delegate, and only to agents; to zero means to oneself.
    function _delegate(address account, address delegatee) internal override {
        if (CAP.classOf(account) != WalletClass.AGENT) revert DelegatorNotAgent(account);
        if (delegatee == address(0)) delegatee = account;
        if (CAP.classOf(delegatee) != WalletClass.AGENT) revert DelegateeNotAgent(delegatee);
        super._delegate(account, delegatee);
    }

    function _subject(address wallet) private pure returns (bytes32) {
        return bytes32(uint256(uint160(wallet)));
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        Wallet memory wallet = CAP.walletOf(account);
        return wallet.voting ? Math.min(balanceOf(account), wallet.ceiling) : 0;
    }
}
