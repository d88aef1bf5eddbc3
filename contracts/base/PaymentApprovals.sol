// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {ECDSA} from "solady/src/utils/ECDSA.sol";
import {EfficientHashLib} from "solady/src/utils/EfficientHashLib.sol";
import {LibBit} from "solady/src/utils/LibBit.sol";
import {SignatureCheckerLib} from "solady/src/utils/SignatureCheckerLib.sol";

import {IOperatingFunds} from "../interfaces/IOperatingFunds.sol";
import {PaymentNumbers} from "../libraries/PaymentNumbers.sol";
import {Payment, PaymentClass, SignedApproval} from "../types/Payment.sol";
import {TreasuryBoard} from "./TreasuryBoard.sol";

/// @title PaymentApprovals
/// @notice Who has approved of which payment, and whether that is enough.
/// @dev An approval is kept as wallet and mandate of whoever gave it, and counts while these are the approver's still. So
/// whoever leaves, or moves to another wallet, takes its approvals along, and no call is needed for that.
abstract contract PaymentApprovals is TreasuryBoard, EIP712, IOperatingFunds {
    using PaymentNumbers for PaymentNumbers.Data;

    /// @dev Who acted on a payment on chain, once each, and its last word: mandate and wallet, perhaps withdrawn.
    struct Record {
        uint256[] acted;
        mapping(uint256 approver => uint256) wordOf;
    }

    /// @dev What has been counted.
    /// @param board Which of the five, a bit each by their place.
    /// @param seats How many members of the council; for grants only.
    /// @param members Who these are.
    /// @param domain Of the signatures.
    struct Tally {
        uint256 board;
        uint256 seats;
        uint256[] members;
        bytes32 domain;
    }

    /// @notice Approvals of the five that a payment needs.
    uint256 public constant APPROVALS = 3;
    /// @notice Seats of the council that a grant needs.
    uint256 public constant GRANT_SEATS = 13;

    bytes32 private constant PAYMENT_TYPEHASH = keccak256(
        "Payment(bytes32 centre,address asset,address payee,uint256 amount,uint256 number,uint256 deadline,bytes32 memo)"
    );
    bytes32 private constant APPROVAL_TYPEHASH = keccak256(
        "Approval(Payment payment,uint96 mandate)"
        "Payment(bytes32 centre,address asset,address payee,uint256 amount,uint256 number,uint256 deadline,bytes32 memo)"
    );
    /// @dev Above the mandate, which is far smaller than 95 bits.
    uint256 private constant WITHDRAWN = 1 << 255;

    PaymentNumbers.Data internal _numbers;
    mapping(bytes32 id => Record) internal _records;

    constructor() EIP712("BlackRoad OperatingFunds", "1") {}

    // --- Views ---

    /// @inheritdoc IOperatingFunds
    function idOf(Payment calldata payment) public pure returns (bytes32 id) {
        bytes32 typehash = PAYMENT_TYPEHASH;
        // abi.encode(typehash, payment), whose fields are a word each in the calldata too.
        assembly ("memory-safe") {
            let start := mload(0x40)
            mstore(start, typehash)
            calldatacopy(add(start, 0x20), payment, 0xe0)
            id := keccak256(start, 0x100)
        }
    }

    /// @inheritdoc IOperatingFunds
    function approvalDigest(Payment calldata payment, uint96 mandate) external view returns (bytes32) {
        return _digest(_domainSeparatorV4(), idOf(payment), uint256(mandate) << MANDATE_SHIFT);
    }

    // --- Internal ---

    /// @dev The guardian that approves is heard of.
    function _checkApprover(PaymentClass class) internal returns (uint256 approver, uint256 word) {
        approver = REGISTRY.agentOf(msg.sender);
        (word,) = _wordOf(approver, class == PaymentClass.GRANT);
        if (_walletIn(word) != msg.sender) revert CallerNotApprover(msg.sender);
        if (approver == GUARDIAN) GUARDIANSHIP.act(msg.sender);
    }

    function _approve(Payment calldata payment, uint256 approver, uint256 word) internal {
        (bytes32 id, Record storage record) = _recordOf(payment, approver);
        if (record.wordOf[approver] == word) revert PaymentApprovedAlready(id, approver);
        record.wordOf[approver] = word;
        emit PaymentApproved(id, approver, _walletIn(word), _mandateIn(word));
    }

    function _withdraw(Payment calldata payment, uint256 approver, uint256 word) internal {
        (bytes32 id, Record storage record) = _recordOf(payment, approver);
        if (record.wordOf[approver] == word | WITHDRAWN) revert ApprovalWithdrawnAlready(id, approver);
        record.wordOf[approver] = word | WITHDRAWN;
        emit ApprovalWithdrawn(id, approver, _walletIn(word), _mandateIn(word));
    }

    /// @dev Whose approvals count, if they are enough for the class.
    /// @param noted Whether anybody acted on chain on a payment with this number.
    function _checkApprovals(bytes32 id, PaymentClass class, SignedApproval[] calldata signed, bool noted)
        internal
        view
        returns (Tally memory tally)
    {
        _count(tally, id, class == PaymentClass.GRANT, signed, noted ? _records[id].acted.length : 0);
        uint256 approvals = LibBit.popCount(tally.board);
        if (approvals < APPROVALS) revert ApprovalsTooFew(id, approvals, APPROVALS);
        if (class == PaymentClass.PARTNERSHIP && !_hasGuardian(tally)) revert GuardianNotAmongApprovers(id);
        if (class == PaymentClass.GRANT && tally.seats < GRANT_SEATS) revert SeatsTooFew(id, tally.seats, GRANT_SEATS);
    }

    /// @dev Those who signed come first, in their order, so that nobody counts twice.
    /// @param acted How many acted on chain.
    function _count(Tally memory tally, bytes32 id, bool grant, SignedApproval[] calldata signed, uint256 acted)
        internal
        view
    {
        tally.domain = _domainSeparatorV4();
        if (grant) tally.members = new uint256[](signed.length + acted);
        uint256 least = 0;
        for (uint256 i = 0; i < signed.length; ++i) {
            SignedApproval calldata approval = signed[i];
            uint256 approver = approval.approver;
            if (approver < least) revert ApproversUnordered(approver, least);
            (uint256 word, bool seated) = _wordOf(approver, grant);
            if (word == 0) revert NotApprover(approver);
            // An agent's id, or 0: far from the largest number.
            unchecked {
                least = approver + 1;
            }
            if (acted != 0 && _records[id].wordOf[approver] == word | WITHDRAWN) {
                revert ApprovalWithdrawnAlready(id, approver);
            }
            _checkSigned(_digest(tally.domain, id, word), word, approval.signature);
            _add(tally, approver, word, seated);
        }
        for (uint256 i = 0; i < acted; ++i) {
            uint256 approver = _records[id].acted[i];
            if (_isAmong(approver, signed)) continue;
            (uint256 word, bool seated) = _wordOf(approver, grant);
            if (word != 0 && _records[id].wordOf[approver] == word) _add(tally, approver, word, seated);
        }
        uint256[] memory members = tally.members;
        uint256 seats = tally.seats;
        // Shortens the list in memory to what was counted.
        assembly ("memory-safe") {
            mstore(members, seats)
        }
    }

    function _hasGuardian(Tally memory tally) internal pure returns (bool) {
        return tally.board >> GUARDIANS_PLACE & 1 != 0;
    }

    function _recordOf(Payment calldata payment, uint256 approver) private returns (bytes32 id, Record storage record) {
        id = idOf(payment);
        record = _records[id];
        if (record.acted.length == 0) {
            _numbers.note(payment.number);
            emit PaymentProposed(id, payment.number, msg.sender, payment);
        }
        if (record.wordOf[approver] == 0) record.acted.push(approver);
    }

    /// @dev The key first: it spares those who sign with one the look at their code, and a key that has put code into its
    /// account can take it out again. Another form of the same signature is the same approval.
    function _checkSigned(bytes32 digest, uint256 word, bytes calldata signature) private view {
        address signer = _walletIn(word);
        if (ECDSA.tryRecoverCalldata(digest, signature) == signer) return;
        if (!SignatureCheckerLib.isValidERC1271SignatureNowCalldata(signer, digest, signature)) {
            revert InvalidSignature(signer);
        }
    }

    function _add(Tally memory tally, uint256 approver, uint256 word, bool seated) private pure {
        uint256 place = _placeIn(word);
        if (place != NO_PLACE) tally.board |= 1 << place;
        if (seated) tally.members[tally.seats++] = approver;
    }

    function _isAmong(uint256 approver, SignedApproval[] calldata signed) private pure returns (bool) {
        for (uint256 i = 0; i < signed.length; ++i) {
            if (signed[i].approver == approver) return true;
        }
        return false;
    }

    function _digest(bytes32 domain, bytes32 id, uint256 word) private pure returns (bytes32) {
        bytes32 approval = EfficientHashLib.hash(APPROVAL_TYPEHASH, id, bytes32(uint256(_mandateIn(word))));
        return MessageHashUtils.toTypedDataHash(domain, approval);
    }
}
