// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

/// @notice One entry of an agent's metadata at registration.
struct MetadataEntry {
    string metadataKey;
    bytes metadataValue;
}

/// @title IERC8004Identity
/// @notice The identity registry of ERC-8004: selectors and topics are the standard's, to the bit.
interface IERC8004Identity {
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);
    event MetadataSet(
        uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue
    );
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    /// @notice Registers an agent owned by the caller. Only the registrar; see {IAgentRegistry}.
    function register() external returns (uint256 agentId);
    /// @notice The same, with a URI.
    function register(string calldata agentURI) external returns (uint256 agentId);
    /// @notice The same, with a URI and metadata.
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId);

    /// @notice Replaces the agent's URI. Only the agent.
    function setAgentURI(uint256 agentId, string calldata newURI) external;

    /// @notice A value of the agent's metadata; empty where nothing is set, also for unknown agents.
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory);
    /// @notice Sets a value of the agent's metadata. Only the agent; the key `agentWallet` is reserved.
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external;

    /// @notice Moves the agent to `newWallet`, which signs EIP-712
    /// `AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)`, with the deadline at most 5
    /// minutes away. Only the agent.
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;
    /// @notice The agent's wallet; zero for unknown agents.
    function getAgentWallet(uint256 agentId) external view returns (address);
    /// @notice Reverts always: an agent has exactly one wallet.
    function unsetAgentWallet(uint256 agentId) external;

    /// @notice Whether `spender` owns the agent. Reverts for unknown agents.
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool);
}
