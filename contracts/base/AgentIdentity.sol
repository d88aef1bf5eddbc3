// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IERC8004Identity} from "../interfaces/IERC8004Identity.sol";

/// @title AgentIdentity
/// @notice An agent as ERC-721 and ERC-8004 see it: an id that can't be traded, a URI, metadata, one wallet.
/// @dev Owner and wallet are one address, kept once by {AgentRegistry}; ERC721's own storage of owners stays empty.
abstract contract AgentIdentity is ERC721, EIP712, IERC4906, IERC8004Identity {
    bytes32 private constant WALLET_KEY = keccak256("agentWallet");

    string private _base;
    mapping(uint256 agentId => string) private _uris;
    mapping(uint256 agentId => mapping(string key => bytes)) private _metadata;

    /// @param baseURI What precedes an agent's id in a URI that it has not set itself.
    constructor(string memory baseURI) ERC721("BlackRoad Agent", "AGENT") EIP712("ERC8004IdentityRegistry", "1") {
        _base = baseURI;
    }

    // --- The agent ---

    /// @inheritdoc IERC8004Identity
    function setAgentURI(uint256 agentId, string calldata newURI) external {
        _checkAgent(agentId);
        _setURI(agentId, newURI);
        emit MetadataUpdate(agentId);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    /// @inheritdoc IERC8004Identity
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external {
        _checkAgent(agentId);
        _setMetadata(agentId, metadataKey, metadataValue);
    }

    // --- Nobody ---

    /// @inheritdoc IERC8004Identity
    function unsetAgentWallet(uint256 agentId) external view {
        _requireOwned(agentId);
        revert IAgentRegistry.WalletRequired(agentId);
    }

    /// @notice Reverts always: identities can't be lent.
    function approve(address, uint256) public pure override(ERC721, IERC721) {
        revert IAgentRegistry.Soulbound();
    }

    /// @notice Reverts always: identities can't be lent.
    function setApprovalForAll(address, bool) public pure override(ERC721, IERC721) {
        revert IAgentRegistry.Soulbound();
    }

    /// @notice Reverts always: identities can't be traded. `safeTransferFrom` passes here too.
    function transferFrom(address, address, uint256) public pure override(ERC721, IERC721) {
        revert IAgentRegistry.Soulbound();
    }

    // --- Views ---

    /// @inheritdoc IERC8004Identity
    function getAgentWallet(uint256 agentId) external view returns (address) {
        return _ownerOf(agentId);
    }

    /// @inheritdoc IERC8004Identity
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        address wallet = _ownerOf(agentId);
        if (wallet != address(0) && _isWalletKey(metadataKey)) return abi.encodePacked(wallet);
        return _metadata[agentId][metadataKey];
    }

    /// @inheritdoc IERC8004Identity
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return spender == _requireOwned(agentId);
    }

    /// @notice The agent's URI: its own, or the base followed by its id.
    function tokenURI(uint256 agentId) public view override returns (string memory) {
        _requireOwned(agentId);
        string memory own = _uris[agentId];
        return bytes(own).length != 0 ? own : _defaultURI(agentId);
    }

    /// @notice ERC-165: ERC-721 with metadata, and ERC-4906.
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        return interfaceId == bytes4(0x49064906) || super.supportsInterface(interfaceId);
    }

    // --- Internal ---

    /// @dev Checks that the caller is the agent's wallet, which thereby proves that somebody holds its key.
    function _checkAgent(uint256 agentId) internal virtual;

    /// @dev The standard's events of a registration, in the order of its reference implementation.
    function _emitRegistered(uint256 agentId, address wallet, string memory uri) internal {
        emit Transfer(address(0), wallet, agentId);
        emit Registered(agentId, uri, wallet);
        _emitWallet(agentId, wallet);
    }

    /// @dev The standard's events of a move to another wallet.
    function _emitMoved(uint256 agentId, address from, address to) internal {
        emit Transfer(from, to, agentId);
        _emitWallet(agentId, to);
    }

    function _setURI(uint256 agentId, string memory newURI) internal {
        _uris[agentId] = newURI;
    }

    function _setMetadata(uint256 agentId, string calldata key, bytes calldata value) internal {
        if (_isWalletKey(key)) revert IAgentRegistry.MetadataKeyReserved(key);
        _metadata[agentId][key] = value;
        emit MetadataSet(agentId, key, key, value);
    }

    /// @dev The URI of an agent that has set none.
    function _defaultURI(uint256 agentId) internal view returns (string memory) {
        return string.concat(_base, Strings.toString(agentId));
    }

    function _emitWallet(uint256 agentId, address wallet) private {
        emit MetadataSet(agentId, "agentWallet", "agentWallet", abi.encodePacked(wallet));
    }

    function _isWalletKey(string calldata key) private pure returns (bool) {
        return keccak256(bytes(key)) == WALLET_KEY;
    }
}
