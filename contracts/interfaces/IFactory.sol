// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @title IFactory
/// @notice Deploys the protocol's contracts to addresses that follow from their names, and closes itself.
interface IFactory {
    /// @notice A contract was deployed under `name`.
    event PeerDeployed(bytes32 indexed name, address indexed peer, bytes32 codeHash);
    /// @notice The bootstrap is over; the protocol works from here on, its time `timeDivisor` times as fast as the clock.
    event BootstrapClosed(uint256 closedAt, uint256 timeDivisor);

    /// @notice Only the deployer may do this, and only before the bootstrap is closed.
    error CallerNotDeployer(address caller);
    /// @notice The bootstrap is closed already.
    error BootstrapAlreadyClosed(uint256 closedAt);
    /// @notice `name` is not one of the names in {Peers}.
    error UnknownPeer(bytes32 name);
    /// @notice A parameter is zero.
    error ZeroParameter(string name);
    /// @notice A required contract has not been deployed.
    error PeerMissing(bytes32 name);
    /// @notice A contract's immutable points elsewhere than to its peer.
    error PeerMiswired(bytes32 name, bytes4 getter, address found, address expected);
    /// @notice A contract counts time with another divisor.
    error DivisorMismatch(bytes32 name, uint256 found, uint256 expected);
    /// @notice The time divisor does not divide a day.
    error DivisorUneven(uint256 divisor);
    /// @notice Guardian, recovery address or successor is a contract of the protocol.
    error PeerHoldsOffice(address peer);
    /// @notice The deployer still holds an office.
    error DeployerHoldsOffice(address deployer, uint64 roleId);

    /// @notice Deploys `creationCode` to the address of `name`. Only the deployer, before the bootstrap is closed.
    /// @dev Reverts with CallerNotDeployer, BootstrapAlreadyClosed, UnknownPeer, and CREATE3's DeploymentFailed when
    /// the constructor reverts or the name is taken.
    function deploy(bytes32 name, bytes calldata creationCode) external returns (address);

    /// @notice Ends the bootstrap, once and one-way, and gives the authority to governance, if that is deployed. Only the
    /// deployer.
    /// @dev Checks that every required peer has code, that their immutables name each other, that they count time
    /// alike, and that the deployer holds no role. Reverts with the errors above, and with the authority's NotGovernance
    /// where governance lacks an executor. Emits BootstrapClosed, and the authority HandedOver.
    function closeBootstrap() external;

    /// @notice Semantic version of this contract's code.
    function version() external view returns (string memory);

    /// @notice Address of the contract called `name`, deployed or not.
    function peer(bytes32 name) external view returns (address);

    /// @notice Whether this factory deployed `account`.
    function isPeer(address account) external view returns (bool);

    /// @notice When the bootstrap was closed; 0 before.
    function closedAt() external view returns (uint256);

    /// @notice The account that deploys; powerless once the bootstrap is closed.
    function DEPLOYER() external view returns (address);

    /// @notice Every time span of the protocol is divided by this: 1 on main networks.
    function TIME_DIVISOR() external view returns (uint256);
}
