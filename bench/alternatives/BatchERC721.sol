// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title BatchERC721
/// @notice OpenZeppelin's ERC-721 minted in batches with ids from 1: a yardstick of the gas bench, never deployed elsewhere.
contract BatchERC721 is ERC721 {
    uint256 private _lastId;

    constructor() ERC721("Batch", "BATCH") {}

    /// @notice Mints the next id to each owner.
    function mintBatch(address[] calldata owners) external {
        uint256 id = _lastId;
        for (uint256 i; i < owners.length; ++i) {
            _mint(owners[i], ++id);
        }
        _lastId = id;
    }
}
