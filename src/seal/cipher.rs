//! The primitives: SM4-GCM (GB/T 32907 in the mode of NIST SP 800-38D, as in RFC 8998) and
//! HMAC-SM3 (RFC 2104 over GB/T 32905). Know neither files nor key ids.

use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{AeadInOut, KeyInit, Nonce, Tag};
use hmac::{Hmac, Mac};
use sm3::Sm3;
use sm4::Sm4;
use zeroize::Zeroizing;

/// SM4-GCM with nonces of 12 bytes.
pub(super) type Sm4Gcm = AesGcm<Sm4, U12>;

/// HMAC-SM3.
pub(super) type Keyed = Hmac<Sm3>;

/// Length of a data key in bytes.
pub(super) const KEY_BYTES: usize = 16;
/// Length of a nonce in bytes.
pub(super) const NONCE_BYTES: usize = 12;
/// Length of an authentication tag in bytes.
pub(super) const TAG_BYTES: usize = 16;

/// Longer than GCM can encrypt (2^36 - 32 bytes).
#[derive(Debug)]
pub(super) struct TooLong;

/// The cipher with this key.
pub(super) fn cipher(key: &[u8; KEY_BYTES]) -> Sm4Gcm {
    Sm4Gcm::new(key.into())
}

/// Appends the ciphertext of `plain` and its tag to `to`.
pub(super) fn encrypt(
    cipher: &Sm4Gcm,
    nonce: [u8; NONCE_BYTES],
    aad: &[u8],
    plain: &[u8],
    to: &mut Vec<u8>,
) -> Result<(), TooLong> {
    // Room for all of it first, so that no copy of the plain bytes is left in memory.
    to.reserve(plain.len() + TAG_BYTES);
    let from = to.len();
    to.extend(plain);
    let text = to.get_mut(from..).unwrap_or_default();
    let nonce: Nonce<Sm4Gcm> = nonce.into();
    let tag = cipher
        .encrypt_inout_detached(&nonce, aad, text.into())
        .map_err(|_| TooLong)?;
    to.extend(tag.iter());
    Ok(())
}

/// What [`encrypt`] appended, in clear; `None` when a bit of it, of the nonce or of `aad` is not
/// what it was, or the key is another.
pub(super) fn decrypt(
    cipher: &Sm4Gcm,
    nonce: [u8; NONCE_BYTES],
    aad: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (text, tag) = sealed.split_last_chunk::<TAG_BYTES>()?;
    let nonce: Nonce<Sm4Gcm> = nonce.into();
    let tag: Tag<Sm4Gcm> = (*tag).into();
    let mut plain = Zeroizing::new(text.to_vec());
    let text = plain.as_mut_slice();
    let opened = cipher.decrypt_inout_detached(&nonce, aad, text.into(), &tag);
    opened.is_ok().then_some(plain)
}

/// HMAC-SM3 with this key, nothing hashed yet.
#[expect(
    clippy::expect_used,
    reason = "HMAC takes keys of every length (RFC 2104)"
)]
pub(super) fn keyed(key: &[u8]) -> Keyed {
    <Keyed as KeyInit>::new_from_slice(key).expect("any length")
}

/// HMAC-SM3 over the parts, one after the other.
pub(super) fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut hmac = keyed(key);
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

/// Bytes from the operating system's generator.
pub(super) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
