// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Challenge, Round, SuccessionStage} from "../types/Succession.sol";

/// @title ISuccession
/// @notice From a silent guardian to the next one: challenge, vacancy, named successor, election by the agents.
/// @dev A challenge is in force as long as `Guardianship.lastSeen()` is before it. A heartbeat ends it, and so does a
/// new epoch, since whoever is seated is heard of. Nothing else does, and everything below belongs to a challenge.
interface ISuccession {
    /// @notice A silent guardian was challenged. `snapshot` is the second before; `threshold` units of it elect.
    event GuardianChallenged(uint256 indexed epoch, address indexed by, uint256 snapshot, uint256 threshold);
    /// @notice The office was declared vacant; until `electableFrom` it is the named successor's to take.
    event VacancyDeclared(uint256 indexed epoch, uint256 electableFrom);
    /// @notice The agents vote until `endsAt`.
    event RoundOpened(uint256 indexed round, uint256 indexed epoch, uint256 endsAt);
    /// @notice An agent voted with `weight` units of one of its wallets, which `previous` loses.
    event CandidateSupported(
        uint256 indexed round,
        address indexed wallet,
        address indexed candidate,
        address previous,
        uint256 agentId,
        uint256 weight
    );
    /// @notice `candidate` reached the threshold, and can take the office from `acceptableFrom` until `acceptableUntil`.
    event CandidateElected(
        uint256 indexed round, address indexed candidate, uint256 acceptableFrom, uint256 acceptableUntil
    );

    /// @notice The function belongs to another stage of the succession.
    error WrongStage(SuccessionStage current, SuccessionStage needed);
    /// @notice The guardian has been heard of too recently to be challenged.
    error ChallengeTooEarly(uint256 lastSeen, uint256 challengeableFrom);
    /// @notice The wallet is not, and never was, the agent's.
    error WalletNotOfAgent(address wallet, uint256 agentId);
    /// @notice The wallet's units are this candidate's already.
    error SupportUnchanged(address wallet, address candidate);

    // --- Views ---

    /// @notice Where the succession stands, and when that ends by itself; 0 where it doesn't.
    function stage() external view returns (SuccessionStage current, uint256 endsAt);

    /// @notice From when the guardian can be challenged if it is not heard of again.
    function challengeableFrom() external view returns (uint256);

    /// @notice The last challenge, in force or not; all zero if there was none.
    function challenged() external view returns (Challenge memory);

    /// @notice Number of rounds ever opened; also the number of the last one. Numbers are never used again.
    function roundCount() external view returns (uint256);

    /// @notice The last round of the last challenge; all zero if it had none.
    function round() external view returns (Round memory);

    /// @notice Who is elected and can still accept; zero if nobody.
    function elected() external view returns (address);

    /// @notice Units of the snapshot that voted for `candidate` in a round.
    function votesOf(uint256 number, address candidate) external view returns (uint256);

    /// @notice For whom the units of `wallet` voted in a round; zero if they did not.
    function supportOf(uint256 number, address wallet) external view returns (address);

    // --- Anyone ---

    /// @notice Challenges a guardian that was not heard of for 90 days. It has 30 days to answer.
    /// @dev Reverts with BootstrapOpen, WrongStage, ChallengeTooEarly. Emits GuardianChallenged.
    function challenge() external;

    /// @notice Declares the office vacant after 30 days without an answer.
    /// @dev Reverts with WrongStage. Emits VacancyDeclared, and OfficeVacated of {Guardianship}.
    function declareVacancy() external;

    /// @notice Opens a round of the election: 14 days after the vacancy was declared, and 14 days after a round failed.
    /// @dev Reverts with WrongStage. Emits RoundOpened.
    function openElection() external;

    // --- An agent ---

    /// @notice Votes for `candidate` with the units that `wallet` had at the snapshot; voting again moves them. The
    /// caller is the wallet of an agent that governance has not suspended; `wallet` is that one, or one it has left.
    /// @dev Reverts with CallerNotAgent, WrongStatus, WrongStage, WalletNotOfAgent, CandidateRefused, NoVotingUnits,
    /// SupportUnchanged. Emits CandidateSupported, and CandidateElected where the threshold is reached.
    function vote(address candidate, address wallet) external;

    // --- The successor, and the elected candidate ---

    /// @notice Takes the vacant office. Only the named successor, in the 14 days after the vacancy was declared.
    /// @dev Reverts with CallerNotCandidate, WrongStage, CandidateRefused. {Guardianship} emits GuardianChanged.
    function acceptSuccession() external;

    /// @notice Takes the vacant office. Only the elected candidate, from 14 until 28 days after its election.
    /// @dev Reverts with CallerNotCandidate, WrongStage, CandidateRefused. {Guardianship} emits GuardianChanged.
    function acceptElection() external;
}
