// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IOperatingFunds} from "../interfaces/IOperatingFunds.sol";
import {Payment, PaymentClass, SignedApproval} from "../types/Payment.sol";
import {TreasuryBoard} from "./TreasuryBoard.sol";

/// @title PaymentApprovals
/// @notice Who has approved of which payment, and whether that is enough.
/// @dev An approval is kept as wallet and mandate of whoever gave it, and counts while these are the approver's still. So
/// whoever leaves, or moves to another wallet, takes its approvals along, and no call is needed for that.
abstract contract PaymentApprovals is TreasuryBoard, EIP712, IOperatingFunds {
    /// @dev Who acted on a payment on chain, once each, and its last word: mandate and wallet, perhaps withdrawn.
    struct Record {
        uint256[] acted;
        mapping(uint256 approver => uint256) wordOf;
    }

    /// @dev What has been counted.
    struct Tally {
        uint256 board;
        uint256 seats;
        bool guardian;
        uint256 count;
        uint256[] approvers;
    }

    /// @notice Approvals of the five that a payment needs.
    uint256 public constant APPROVALS = 3;
    /// @notice Seats of the council that a grant needs.
    uint256 public constant GRANT_SEATS = 13;

    bytes private constant PAYMENT_TYPE =
        "Payment(bytes32 centre,address asset,address payee,uint256 amount,uint256 number,uint256 deadline,bytes32 memo)";
    bytes32 private constant PAYMENT_TYPEHASH = keccak256(PAYMENT_TYPE);
    bytes32 private constant APPROVAL_TYPEHASH =
        keccak256(abi.encodePacked("Approval(Payment payment,uint96 mandate)", PAYMENT_TYPE));
    /// @dev Above the mandate, whose highest byte is a small number.
    uint256 private constant WITHDRAWN = 1 << 255;

    mapping(bytes32 id => Record) private _records;

    constructor() EIP712("BlackRoad OperatingFunds", "1") {}

    // --- Views ---

    /// @inheritdoc IOperatingFunds
    function idOf(Payment calldata payment) public pure returns (bytes32) {
        return keccak256(abi.encode(PAYMENT_TYPEHASH, payment));
    }

    /// @inheritdoc IOperatingFunds
    function approvalDigest(Payment calldata payment, uint96 mandate) external view returns (bytes32) {
        return _digest(idOf(payment), mandate);
    }

    // --- Internal ---

    /// @dev The guardian that approves is heard of.
    function _checkApprover(PaymentClass class) internal returns (uint256 approver, Office memory office) {
        approver = REGISTRY.agentOf(msg.sender);
        office = _officeOf(approver, class == PaymentClass.GRANT);
        if (office.wallet != msg.sender) revert CallerNotApprover(msg.sender);
        if (approver == GUARDIAN) GUARDIANSHIP.act(msg.sender);
    }

    function _approve(Payment calldata payment, uint256 approver, Office memory office) internal {
        (bytes32 id, Record storage record) = _recordOf(payment, approver);
        if (record.wordOf[approver] == _word(office)) revert PaymentApprovedAlready(id, approver);
        record.wordOf[approver] = _word(office);
        emit PaymentApproved(id, approver, office.wallet, office.mandate);
    }

    function _withdraw(Payment calldata payment, uint256 approver, Office memory office) internal {
        (bytes32 id, Record storage record) = _recordOf(payment, approver);
        uint256 word = _word(office) | WITHDRAWN;
        if (record.wordOf[approver] == word) revert ApprovalWithdrawnAlready(id, approver);
        record.wordOf[approver] = word;
        emit ApprovalWithdrawn(id, approver, office.wallet, office.mandate);
    }

    /// @dev Whose approvals count, if they are enough for the class.
    function _checkApprovals(bytes32 id, uint256 deadline, PaymentClass class, SignedApproval[] calldata signed)
        internal
        view
        returns (uint256[] memory)
    {
        Tally memory tally = _count(id, deadline, class, signed);
        if (tally.board < APPROVALS) revert ApprovalsTooFew(id, tally.board, APPROVALS);
        if (class == PaymentClass.PARTNERSHIP && !tally.guardian) revert GuardianNotAmongApprovers(id);
        if (class == PaymentClass.GRANT && tally.seats < GRANT_SEATS) revert SeatsTooFew(id, tally.seats, GRANT_SEATS);
        return tally.approvers;
    }

    /// @dev Those who signed come first, in their order, so that nobody counts twice.
    function _count(bytes32 id, uint256 deadline, PaymentClass class, SignedApproval[] calldata signed)
        internal
        view
        returns (Tally memory tally)
    {
        Record storage record = _records[id];
        uint256 acted = record.acted.length;
        bool grant = class == PaymentClass.GRANT;
        tally.approvers = new uint256[](signed.length + acted);
        uint256 least = 0;
        for (uint256 i = 0; i < signed.length; ++i) {
            uint256 approver = signed[i].approver;
            if (approver < least) revert ApproversUnordered(approver, least);
            Office memory office = _officeOf(approver, grant);
            if (office.wallet == address(0)) revert NotApprover(approver);
            // An agent's id, or 0: far from the largest number.
            least = approver + 1;
            if (acted != 0 && record.wordOf[approver] == _word(office) | WITHDRAWN) {
                revert ApprovalWithdrawnAlready(id, approver);
            }
            _checkSignature(office.wallet, _digest(id, office.mandate), deadline, signed[i].signature);
            _add(tally, approver, office);
        }
        for (uint256 i = 0; i < acted; ++i) {
            uint256 approver = record.acted[i];
            if (_isAmong(approver, signed)) continue;
            Office memory office = _officeOf(approver, grant);
            if (office.wallet != address(0) && record.wordOf[approver] == _word(office)) {
                _add(tally, approver, office);
            }
        }
        uint256[] memory approvers = tally.approvers;
        uint256 count = tally.count;
        // Shortens the list in memory to what was counted.
        assembly ("memory-safe") {
            mstore(approvers, count)
        }
    }

    function _recordOf(Payment calldata payment, uint256 approver) private returns (bytes32 id, Record storage record) {
        id = idOf(payment);
        record = _records[id];
        if (record.acted.length == 0) emit PaymentProposed(id, payment.number, msg.sender, payment);
        if (record.wordOf[approver] == 0) record.acted.push(approver);
    }

    function _digest(bytes32 id, uint96 mandate) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(APPROVAL_TYPEHASH, id, mandate)));
    }

    function _add(Tally memory tally, uint256 approver, Office memory office) private pure {
        if (office.board) ++tally.board;
        if (office.seated) ++tally.seats;
        if (approver == GUARDIAN) tally.guardian = true;
        tally.approvers[tally.count++] = approver;
    }

    function _isAmong(uint256 approver, SignedApproval[] calldata signed) private pure returns (bool) {
        for (uint256 i = 0; i < signed.length; ++i) {
            if (signed[i].approver == approver) return true;
        }
        return false;
    }

    function _word(Office memory office) private pure returns (uint256) {
        return uint256(office.mandate) << 160 | uint160(office.wallet);
    }
}
