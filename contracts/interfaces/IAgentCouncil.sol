// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Category} from "../types/Category.sol";
import {Nominee, Phase, Seat} from "../types/Council.sol";

/// @title IAgentCouncil
/// @notice 25 agents whom their categories elect. Election `election`, counted from 0, opens `election` × 90 days after
/// the bootstrap was closed, whatever happened before; see {Phase}.
/// @dev An agent takes part if governance has neither suspended nor retired it and it is 90 days old or of the genesis
/// cohort; an emergency suspension changes nothing. Every function for agents reverts with BootstrapOpen,
/// CallerNotAgent, WrongStatus, AgentTooYoung, WrongPhase.
interface IAgentCouncil {
    /// @notice An agent stands, and is on the list of its category or, where that is full, not.
    event Stood(uint256 indexed election, Category indexed category, uint256 indexed agentId, bool listed);
    /// @notice A nominee has one endorsement more, from `by`.
    event Endorsed(
        uint256 indexed election, uint256 indexed agentId, uint256 indexed by, Category category, uint256 endorsements
    );
    /// @notice A nominee has left the list, and `by` has come in its place.
    event Displaced(uint256 indexed election, Category indexed category, uint256 indexed agentId, uint256 by);
    /// @notice An agent's ballot now approves of `nominees`, and of nobody else.
    event BallotCast(uint256 indexed election, Category indexed category, uint256 indexed agentId, uint256[] nominees);
    /// @notice An election of a category was counted. `winners` are in the order of ranks.
    event ElectionFinalised(uint256 indexed election, Category indexed category, uint256[] winners);
    /// @notice An agent was elected to a seat, until `until`, which has passed where the count came late.
    event Seated(
        uint256 indexed election, Category indexed category, uint256 indexed agentId, uint256 seat, uint256 until
    );
    /// @notice A runner-up took a vacant seat, until `until`.
    event VacancyFilled(
        uint256 indexed election, Category indexed category, uint256 indexed agentId, uint256 seat, uint256 until
    );
    /// @notice A member approved of the veto of a proposal while the guardian, last seen at `lastSeen`, is away.
    event CaretakerApproved(
        uint256 indexed proposalId, uint256 indexed lastSeen, uint256 indexed agentId, uint256 approvals, uint256 needed
    );

    /// @notice The agent is too young to take part before `matureAt`.
    error AgentTooYoung(uint256 agentId, uint256 matureAt);
    /// @notice The function belongs to another phase of the election.
    error WrongPhase(uint256 election, Phase current, Phase needed);
    /// @notice The agent's seat lasts longer than until the seats of this election begin.
    error SeatLasts(uint256 agentId, uint256 until);
    error TooManyNames(uint256 count, uint256 max);
    /// @notice The voting of this election is not over.
    error VotingNotOver(uint256 election, uint256 endsAt);
    /// @notice A later election of the category waits to be finalised first.
    error NotFinalised(uint256 election, Category category);
    error NoVacancy(Category category);
    error NoRunnerUp(uint256 election, Category category);
    /// @notice The caller has no seat that it may use now.
    error CallerNotSeated(address caller);
    /// @notice There is a guardian.
    error OfficeNotVacant();
    error AlreadyApproved(uint256 proposalId, uint256 agentId);

    // --- Views ---

    /// @notice Whether an agent has a seat and may use it now: not retired, not suspended.
    function isSeated(uint256 agentId) external view returns (bool);

    /// @notice Number of seats that are taken and may be used now.
    function seatedCount() external view returns (uint256);

    /// @notice Their agents, by category and seat.
    function members() external view returns (uint256[] memory);

    /// @notice The seats of a category; all zero where one is vacant. A member under emergency suspension keeps its own.
    function seatsOf(Category category) external view returns (Seat[] memory);

    /// @notice The election whose quarter it is, and what it is doing.
    /// @dev Reverts with BootstrapOpen.
    function current() external view returns (uint256 election, Phase phase);

    /// @notice When an election's nomination opens, its voting begins, and its voting ends and its seats begin.
    /// @dev Reverts with BootstrapOpen.
    function timesOf(uint256 election) external view returns (uint256 opensAt, uint256 votingFrom, uint256 seatedFrom);

    /// @notice Seats that an election fills in a category, and names on a ballot at most.
    function openSeats(uint256 election, Category category) external pure returns (uint256);

    /// @notice Number of elections of a category that were finalised; also the number of the next to be.
    function finalisedCount(Category category) external view returns (uint256);

    /// @notice The list of a category, with what each has so far; at most 64.
    function nomineesOf(uint256 election, Category category) external view returns (Nominee[] memory);

    /// @notice Whether an agent stands in an election, and how many endorse it; it may be on the list or not.
    function candidacyOf(uint256 election, uint256 agentId) external view returns (bool stands, uint256 endorsements);

    /// @notice Whom an agent endorsed in an election; 0 if nobody.
    function endorsementOf(uint256 election, uint256 agentId) external view returns (uint256);

    /// @notice Whom an agent's ballot approves of, in the order of the list.
    function ballotOf(uint256 election, uint256 agentId) external view returns (uint256[] memory);

    /// @notice Seated members that approve of the caretaker's veto of a proposal, and how many it takes now. Approvals
    /// are those of the vacancy that runs, or would if the office were vacant.
    function caretakerApprovals(uint256 proposalId) external view returns (uint256 approvals, uint256 needed);

    /// @notice Whether an agent has approved of it in this vacancy.
    function hasApproved(uint256 proposalId, uint256 agentId) external view returns (bool);

    // --- Anyone ---

    /// @notice Counts the next election of a category whose voting is over, and seats its winners. A nominee whom
    /// governance has suspended or retired since it stood is passed over, and one whose seat lasts longer. Terms are
    /// those of the calendar, whenever the count comes.
    /// @dev Reverts with BootstrapOpen, VotingNotOver. Emits Seated for each seat, ElectionFinalised.
    function finalise(Category category) external;

    /// @notice Gives the first vacant seat of a category, for the rest of its term, to the best of its last election
    /// who has none. Every election whose voting is over must have been finalised.
    /// @dev Reverts with BootstrapOpen, NotFinalised, NoVacancy, NoRunnerUp. Emits VacancyFilled.
    function fillVacancy(Category category) external;

    // --- An agent ---

    /// @notice Stands in the election of the caller's category. Nomination only.
    /// @dev Reverts also with SeatLasts, AlreadyStanding. Emits Stood, and Displaced where another one leaves the list.
    function stand() external;

    /// @notice Endorses a nominee of the caller's category, once in an election, itself allowed. Nomination only.
    /// @dev Reverts also with AlreadyEndorsed, NotStanding. Emits Endorsed, and Displaced where the nominee comes onto a
    /// list that is full.
    function endorse(uint256 nominee) external;

    /// @notice Casts or replaces the caller's ballot, which approves of each of `nominees`; of none withdraws it.
    /// Voting only.
    /// @dev Reverts also with TooManyNames, NotListed, NamedTwice. Emits BallotCast.
    function vote(uint256[] calldata nominees) external;

    // --- A member ---

    /// @notice Approves of the veto of a proposal while the office of guardian is vacant. Two thirds of the seated
    /// council, rounded up, and at least 9 that are seated at that moment, veto it; approvals lapse when the guardian
    /// returns. A call by who has approved already only counts again.
    /// @dev Reverts with OfficeNotVacant, CallerNotSeated, AlreadyApproved (which still is too few), and with what
    /// {IGovernance-vetoByCouncil} reverts with. Emits CaretakerApproved.
    function vetoAsCaretaker(uint256 proposalId) external;
}
