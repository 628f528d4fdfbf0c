//! parvaneh-store
