// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PackedLicences} from "../../../contracts/libraries/PackedLicences.sol";

/**
 * @dev The compiler proves each assertion for every word and quantity: a lane counts what was added, and what lies below and above
 * it stays. A function for each lane, since the prover wants its unit as a number.
 */
contract PackedLicencesProof {
    function lane0(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 0);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 0, quantity);
        assert(PackedLicences.get(more, 2 ** 0) == count + quantity);
        assert(more / 2 ** 16 == word / 2 ** 16);
        assert(PackedLicences.subtract(more, 2 ** 0, quantity) == word);
    }

    function lane1(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 16);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 16, quantity);
        assert(PackedLicences.get(more, 2 ** 16) == count + quantity);
        assert(more % 2 ** 16 == word % 2 ** 16);
        assert(more / 2 ** 32 == word / 2 ** 32);
        assert(PackedLicences.subtract(more, 2 ** 16, quantity) == word);
    }

    function lane2(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 32);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 32, quantity);
        assert(PackedLicences.get(more, 2 ** 32) == count + quantity);
        assert(more % 2 ** 32 == word % 2 ** 32);
        assert(more / 2 ** 48 == word / 2 ** 48);
        assert(PackedLicences.subtract(more, 2 ** 32, quantity) == word);
    }

    function lane3(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 48);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 48, quantity);
        assert(PackedLicences.get(more, 2 ** 48) == count + quantity);
        assert(more % 2 ** 48 == word % 2 ** 48);
        assert(more / 2 ** 64 == word / 2 ** 64);
        assert(PackedLicences.subtract(more, 2 ** 48, quantity) == word);
    }

    function lane4(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 64);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 64, quantity);
        assert(PackedLicences.get(more, 2 ** 64) == count + quantity);
        assert(more % 2 ** 64 == word % 2 ** 64);
        assert(more / 2 ** 80 == word / 2 ** 80);
        assert(PackedLicences.subtract(more, 2 ** 64, quantity) == word);
    }

    function lane5(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 80);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 80, quantity);
        assert(PackedLicences.get(more, 2 ** 80) == count + quantity);
        assert(more % 2 ** 80 == word % 2 ** 80);
        assert(more / 2 ** 96 == word / 2 ** 96);
        assert(PackedLicences.subtract(more, 2 ** 80, quantity) == word);
    }

    function lane6(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 96);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 96, quantity);
        assert(PackedLicences.get(more, 2 ** 96) == count + quantity);
        assert(more % 2 ** 96 == word % 2 ** 96);
        assert(more / 2 ** 112 == word / 2 ** 112);
        assert(PackedLicences.subtract(more, 2 ** 96, quantity) == word);
    }

    function lane7(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 112);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 112, quantity);
        assert(PackedLicences.get(more, 2 ** 112) == count + quantity);
        assert(more % 2 ** 112 == word % 2 ** 112);
        assert(more / 2 ** 128 == word / 2 ** 128);
        assert(PackedLicences.subtract(more, 2 ** 112, quantity) == word);
    }

    function lane8(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 128);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 128, quantity);
        assert(PackedLicences.get(more, 2 ** 128) == count + quantity);
        assert(more % 2 ** 128 == word % 2 ** 128);
        assert(more / 2 ** 144 == word / 2 ** 144);
        assert(PackedLicences.subtract(more, 2 ** 128, quantity) == word);
    }

    function lane9(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 144);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 144, quantity);
        assert(PackedLicences.get(more, 2 ** 144) == count + quantity);
        assert(more % 2 ** 144 == word % 2 ** 144);
        assert(more / 2 ** 160 == word / 2 ** 160);
        assert(PackedLicences.subtract(more, 2 ** 144, quantity) == word);
    }

    function lane10(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 160);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 160, quantity);
        assert(PackedLicences.get(more, 2 ** 160) == count + quantity);
        assert(more % 2 ** 160 == word % 2 ** 160);
        assert(more / 2 ** 176 == word / 2 ** 176);
        assert(PackedLicences.subtract(more, 2 ** 160, quantity) == word);
    }

    function lane11(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 176);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 176, quantity);
        assert(PackedLicences.get(more, 2 ** 176) == count + quantity);
        assert(more % 2 ** 176 == word % 2 ** 176);
        assert(more / 2 ** 192 == word / 2 ** 192);
        assert(PackedLicences.subtract(more, 2 ** 176, quantity) == word);
    }

    function lane12(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 192);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 192, quantity);
        assert(PackedLicences.get(more, 2 ** 192) == count + quantity);
        assert(more % 2 ** 192 == word % 2 ** 192);
        assert(more / 2 ** 208 == word / 2 ** 208);
        assert(PackedLicences.subtract(more, 2 ** 192, quantity) == word);
    }

    function lane13(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 208);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 208, quantity);
        assert(PackedLicences.get(more, 2 ** 208) == count + quantity);
        assert(more % 2 ** 208 == word % 2 ** 208);
        assert(more / 2 ** 224 == word / 2 ** 224);
        assert(PackedLicences.subtract(more, 2 ** 208, quantity) == word);
    }

    function lane14(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 224);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 224, quantity);
        assert(PackedLicences.get(more, 2 ** 224) == count + quantity);
        assert(more % 2 ** 224 == word % 2 ** 224);
        assert(more / 2 ** 240 == word / 2 ** 240);
        assert(PackedLicences.subtract(more, 2 ** 224, quantity) == word);
    }

    function lane15(uint256 word, uint256 quantity) external pure {
        uint256 count = PackedLicences.get(word, 2 ** 240);
        assert(count <= PackedLicences.MAX);
        require(quantity <= PackedLicences.MAX - count);
        uint256 more = PackedLicences.add(word, 2 ** 240, quantity);
        assert(PackedLicences.get(more, 2 ** 240) == count + quantity);
        assert(more % 2 ** 240 == word % 2 ** 240);
        assert(PackedLicences.subtract(more, 2 ** 240, quantity) == word);
    }
}
