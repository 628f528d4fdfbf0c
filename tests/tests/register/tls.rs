//! A PostgreSQL register on another host: the connections to it are encrypted, and its server has to
//! prove who it is.

use std::sync::LazyLock;

use insta::assert_snapshot;
use parvaneh_test_servers::cluster::Cluster;
use parvaneh_tests::{Binary, query};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};

const NIGHT: [&str; 3] = ["nightly", "--as-of", "1405-09-02"];

/// Nobody is let in whose connection is not encrypted; `certified` by a certificate, all others by
/// a password.
const WHO_IS_LET_IN: &str = "hostnossl all all all reject\n\
                             hostssl all certified all cert\n\
                             hostssl all all all password\n";

/// Somebody who issues certificates.
type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// What a certificate for the address of the tests' servers says.
fn loopback() -> CertificateParams {
    CertificateParams::new(["127.0.0.1".to_owned()]).unwrap()
}

/// A certificate and its key.
fn issued(authority: &Authority, params: &CertificateParams) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    (certificate.pem(), key.serialize_pem())
}

/// A server that encrypts, and the file of who has issued its certificate.
struct Server {
    cluster: Cluster,
    authority: Authority,
    root: String,
}

impl Server {
    fn start() -> Self {
        let cluster = Cluster::start().unwrap();
        let authority = authority("the register's");
        query(&cluster.url(), "ALTER SYSTEM SET ssl = on").unwrap();
        query(&cluster.url(), "ALTER SYSTEM SET ssl_ca_file = 'root.crt'").unwrap();
        query(&cluster.url(), "CREATE ROLE certified SUPERUSER LOGIN").unwrap();
        cluster.write("pg_hba.conf", WHO_IS_LET_IN).unwrap();
        let root = cluster.write("root.crt", &authority.pem()).unwrap();
        let server = Self {
            cluster,
            root: root.display().to_string(),
            authority,
        };
        server.show(&issued(&server.authority, &loopback()));
        server
    }

    /// Has it show this certificate to whoever connects.
    fn show(&self, (certificate, key): &(String, String)) {
        self.cluster.stop().unwrap();
        self.cluster.write("server.crt", certificate).unwrap();
        self.cluster.write("server.key", key).unwrap();
        self.cluster.restart().unwrap();
    }

    /// The URL of its first database, for who wants to know that it is this server.
    fn url(&self) -> String {
        let (url, root) = (self.cluster.url(), &self.root);
        format!("{url}?sslmode=verify-full&sslrootcert={root}")
    }
}

/// One for all tests that leave it as it is.
static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

/// The URL of the same database with other words about encryption.
fn with(register: &Binary, words: &str) -> String {
    let url = register.url();
    let (place, _) = url.split_once('?').unwrap_or((&url, ""));
    format!("{place}?{words}")
}

/// What a night says that cannot begin because of these words: without its cause, which the driver
/// words, and without what differs from run to run.
fn refused(register: &Binary, words: &str) -> String {
    refused_at(register, &with(register, words))
}

fn refused_at(register: &Binary, url: &str) -> String {
    let mut night = register.command(&NIGHT);
    let output = night.env("PARVANEH_REGISTER", url).output().unwrap();
    let said = register.failed(1, &output);
    let (user, rest) = url.split_once('@').unwrap();
    let (_, secret) = user.rsplit_once(':').unwrap();
    assert!(!said.contains(secret), "the password is shown");
    let (place, _) = rest.split_once('?').unwrap();
    assert!(said.contains(place), "neither host nor database: {said}");
    let said = said.replace(place, "[place]");
    let (said, _) = said.split_once(": Connection Error").unwrap_or((&said, ""));
    said.replace(&SERVER.root, "root.crt")
}

fn let_in(register: &Binary, words: &str) {
    let mut list = register.command(&["list", "--on", "1405-09-02"]);
    let url = with(register, words);
    let output = list.env("PARVANEH_REGISTER", url).output().unwrap();
    assert!(
        output.status.success(),
        "{words}: {}",
        register.said(&output)
    );
}

/// From the first table to the last event, and whoever works beside.
#[test]
fn every_session_is_encrypted() {
    let register = Binary::fresh_at(&SERVER.url());
    // Each session that makes a table or writes to one says how it came.
    let seen = "INSERT INTO watch.seen SELECT what, ssl, version FROM pg_stat_ssl \
                WHERE pid = pg_backend_pid()";
    register.query(&format!(
        "CREATE SCHEMA watch; \
         CREATE TABLE watch.seen (what text, ssl boolean, version text); \
         CREATE FUNCTION watch.makes() RETURNS event_trigger LANGUAGE plpgsql AS $$ \
         DECLARE what text := 'made'; BEGIN {seen}; END $$; \
         CREATE FUNCTION watch.writes() RETURNS trigger LANGUAGE plpgsql AS $$ \
         DECLARE what text := TG_TABLE_NAME; BEGIN {seen}; RETURN NULL; END $$; \
         CREATE EVENT TRIGGER making ON ddl_command_end WHEN TAG IN ('CREATE TABLE') \
         EXECUTE FUNCTION watch.makes()"
    ));
    register.run(&["migrate"]);
    for table in ["parvaneh_journal", "parvaneh_run", "parvaneh_sink"] {
        register.query(&format!(
            "CREATE TRIGGER writing AFTER INSERT OR UPDATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION watch.writes()"
        ));
    }
    let register = register.with_offices(&["1405/06/01", "1405/11/01"]);
    assert_ne!(
        register.json(&[&NIGHT[..], &["--workers", "2"]].concat())["settled"],
        0
    );
    register.run(&["relay", "--to", "jsonl:events.jsonl", "--once"]);
    for table in ["parvaneh_journal", "parvaneh_run", "parvaneh_sink"] {
        register.query(&format!("DROP TRIGGER writing ON {table}"));
    }
    register.verify_clean();
    let how = "SELECT DISTINCT what, ssl, version FROM watch.seen ORDER BY what";
    assert_eq!(
        register.query(how),
        [
            "made | t | TLSv1.3",
            "parvaneh_journal | t | TLSv1.3",
            "parvaneh_run | t | TLSv1.3",
            "parvaneh_sink | t | TLSv1.3",
        ]
    );
}

/// Whoever says nothing is encrypted where the server can do that; whoever forbids it, or trusts
/// somebody else, is not let in.
#[test]
fn a_server_has_to_prove_who_it_is_as_far_as_is_asked() {
    let register = Binary::fresh_at(&SERVER.url()).with_offices(&["1405/11/01"]);
    let root = &SERVER.root;
    let_in(&register, "");
    let_in(&register, "sslmode=prefer");
    let_in(&register, "sslmode=require");
    let_in(&register, &format!("sslmode=require&sslrootcert={root}"));
    let_in(&register, &format!("sslmode=verify-ca&sslrootcert={root}"));
    let_in(
        &register,
        &format!("sslmode=verify-full&sslrootcert={root}"),
    );
    let mut plain = register.command(&NIGHT);
    let url = with(&register, "sslmode=disable");
    let output = plain.env("PARVANEH_REGISTER", url).output().unwrap();
    let said = register.failed(1, &output);
    assert!(said.contains("pg_hba.conf"), "{said}");
    assert!(said.contains("no encryption"), "{said}");

    let other = register.write("other.pem", authority("somebody's").pem());
    for mode in ["verify-full", "verify-ca", "require"] {
        let words = format!("sslmode={mode}&sslrootcert={other}");
        let said = refused(&register, &words).replace(mode, "[mode]");
        insta::allow_duplicates! { assert_snapshot!(said, @"parvaneh: connecting to postgres://postgres@[place]?sslmode=[mode]&sslrootcert=[folder]/other.pem failed: the issuer of the server's certificate is not trusted; name the issuer's own one in sslrootcert") }
    }
    assert_snapshot!(refused(&register, "sslrootcert=system"), @"parvaneh: connecting to postgres://postgres@[place]?sslrootcert=system failed: the issuer of the server's certificate is not trusted; name the issuer's own one in sslrootcert");
    assert_snapshot!(refused(&register, &format!("sslrootcert={root}")), @"parvaneh: postgres://postgres@[place]?sslrootcert=root.crt cannot be opened: sslrootcert needs sslmode=verify-full beside it");
    let nothing = "sslmode=verify-full&sslrootcert=nothing.pem";
    assert_snapshot!(refused(&register, nothing), @"parvaneh: connecting to postgres://postgres@[place]?sslmode=verify-full&sslrootcert=nothing.pem failed: the file of a certificate or key cannot be read");

    // The system's own authorities are those of this file for once.
    let mut list = register.command(&["list", "--on", "1405-09-02"]);
    let url = with(&register, "sslrootcert=system");
    list.env("PARVANEH_REGISTER", url)
        .env("SSL_CERT_FILE", root);
    assert!(list.output().unwrap().status.success());
}

/// A name is looked at by `verify-full` alone.
#[test]
fn a_certificate_is_for_a_name() {
    let register = Binary::fresh_at(&SERVER.url()).with_offices(&["1405/11/01"]);
    let url = register.url().replace("127.0.0.1", "localhost");
    let mut list = register.command(&["list", "--on", "1405-09-02"]);
    list.env("PARVANEH_REGISTER", url.replace("verify-full", "verify-ca"));
    assert!(list.output().unwrap().status.success());
    assert_snapshot!(refused_at(&register, &url), @"parvaneh: connecting to postgres://postgres@[place]?sslmode=verify-full&sslrootcert=root.crt failed: the server's certificate is not for localhost");
}

#[test]
fn what_is_wrong_with_a_certificate_is_said() {
    let server = Server::start();
    let register = Binary::fresh_at(&server.url()).with_offices(&["1405/11/01"]);
    let said = |params: &CertificateParams| {
        server.show(&issued(&server.authority, params));
        refused_at(&register, &register.url()).replace(&server.root, "root.crt")
    };
    let mut expired = loopback();
    expired.not_after = date_time_ymd(2024, 2, 29);
    assert_snapshot!(said(&expired), @"parvaneh: connecting to postgres://postgres@[place]?sslmode=verify-full&sslrootcert=root.crt failed: the server's certificate has expired on 2024-02-29");
    let mut not_yet = loopback();
    not_yet.not_before = date_time_ymd(4000, 1, 1);
    assert_snapshot!(said(&not_yet), @"parvaneh: connecting to postgres://postgres@[place]?sslmode=verify-full&sslrootcert=root.crt failed: the server's certificate is valid from 4000-01-01 on");
    let mut everything = loopback();
    everything.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    assert_snapshot!(said(&everything), @"parvaneh: connecting to postgres://postgres@[place]?sslmode=verify-full&sslrootcert=root.crt failed: the server's certificate is an authority's; have the authority issue one to the server");
    let mut other_use = loopback();
    other_use.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    assert_snapshot!(said(&other_use), @"parvaneh: connecting to postgres://postgres@[place]?sslmode=verify-full&sslrootcert=root.crt failed: the server's certificate is not accepted");
    server.show(&issued(&server.authority, &loopback()));
    assert_eq!(register.json(&NIGHT)["remaining"], 0);
}

/// A user can have a certificate and a key in the place of a password.
#[test]
fn a_user_proves_who_they_are_by_a_certificate() {
    let register = Binary::fresh_at(&SERVER.url()).with_offices(&["1405/11/01"]);
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "certified");
    let (certificate, key) = issued(&SERVER.authority, &params);
    let certificate = register.write("certificate.pem", certificate);
    let key = register.write_secret("key.pem", key);
    let url = register.url();
    let (_, place) = url.split_once('@').unwrap();
    let night = |url: &str| {
        let mut night = register.command(&NIGHT);
        night.env("PARVANEH_REGISTER", url).output().unwrap()
    };
    let without = night(&format!("postgres://certified@{place}"));
    let said = register.failed(1, &without);
    assert!(said.contains("valid client certificate"), "{said}");
    let words = format!("sslcert={certificate}&sslkey={key}");
    let output = night(&format!("postgres://certified@{place}&{words}"));
    assert!(output.status.success(), "{}", register.said(&output));
}

#[test]
fn a_server_that_encrypts_nothing_is_refused_by_who_asks_for_it() {
    let cluster = Cluster::start().unwrap();
    let register = Binary::fresh_at(&cluster.url()).with_offices(&["1405/11/01"]);
    for mode in ["require", "verify-ca", "verify-full"] {
        let said = refused(&register, &format!("sslmode={mode}"));
        let said = said.replace(mode, "[mode]");
        insta::allow_duplicates! { assert_snapshot!(said, @"parvaneh: connecting to postgres://postgres@[place]?sslmode=[mode] failed: the server offers no TLS; turn it on there, or look at sslmode") }
    }
    let_in(&register, "sslmode=prefer");
    let_in(&register, "sslmode=disable");
    assert_eq!(register.json(&NIGHT)["remaining"], 0);
}
