// The manifests of deploy/kubernetes, held against the types of the Kubernetes API (unknown and misspelt fields, wrong
// types, missing ones) and against what a pod of this product must not be allowed. Each check has a tampered twin.
// Usage: node kubernetes.mjs    ends with "N passed, N failed"
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, '../../deploy/kubernetes');
const modules = {
  v1: 'core/v1', 'apps/v1': 'apps/v1', 'networking.k8s.io/v1': 'networking/v1',
};

let passed = 0;
let failed = 0;
function check(name, ok, detail = '') {
  ok ? passed++ : failed++;
  console.log(`${ok ? 'ok      ' : 'FAILED  '}${name}${ok || !detail ? '' : `\n${detail}`}`);
}

function read(text) {
  return parseAllDocuments(text, { merge: false }).map((document) => {
    if (document.errors.length > 0) {
      throw document.errors[0];
    }
    return document.toJS();
  });
}

// Each document as a literal of its type: the compiler refuses what the type does not have.
function typeFaults(documents) {
  const file = join(here, 'manifest.ts');
  const source = documents.map((document, i) => {
    const module = modules[document.apiVersion];
    return module === undefined
      ? `export const d${i}: never = ${JSON.stringify(document.apiVersion)};`
      : `export const d${i}: import('kubernetes-types/${module}').${document.kind} = ${JSON.stringify(document)};`;
  }).join('\n');
  const options = { noEmit: true, strict: true, skipLibCheck: true, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, types: [] };
  const host = ts.createCompilerHost(options);
  const ordinary = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => name === file
    ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : ordinary(name, ...rest);
  host.fileExists = ((exists) => (name) => name === file || exists(name))(host.fileExists.bind(host));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, ' '));
}

// Pod Security Standards, "restricted", and what this product asks for besides.
function podFaults(documents) {
  const faults = [];
  const say = (condition, text) => condition || faults.push(text);
  for (const { spec } of documents.filter((document) => document.kind === 'StatefulSet')) {
    const pod = spec.template.spec;
    const context = pod.securityContext ?? {};
    say(pod.automountServiceAccountToken === false, 'the pod gets a token of the cluster');
    say(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, 'the pod shares something with the node');
    say(context.seccompProfile?.type === 'RuntimeDefault', 'no seccomp profile');
    say((pod.volumes ?? []).every((volume) => volume.emptyDir || volume.secret), 'a volume of another kind');
    say(spec.volumeClaimTemplates.some((claim) => claim.spec.accessModes.join() === 'ReadWriteOncePod'), 'a ledger two pods may mount');
    const containers = [...(pod.initContainers ?? []), ...pod.containers];
    for (const { name, securityContext: own = {}, resources, ...container } of containers) {
      say((own.runAsNonRoot ?? context.runAsNonRoot) === true, `${name} may run as root`);
      say((own.runAsUser ?? context.runAsUser) > 0, `${name} runs as root`);
      say(own.allowPrivilegeEscalation === false, `${name} may gain privileges`);
      say(own.readOnlyRootFilesystem === true, `${name} may write to its root`);
      say(own.capabilities?.drop?.join() === 'ALL' && !own.capabilities.add, `${name} keeps capabilities`);
      say(resources?.limits?.memory, `${name} has no limit of memory`);
      const isGateway = name === 'gateway';
      const secrets = (container.volumeMounts ?? []).map((mount) => mount.name);
      say(isGateway || name === 'config' || !secrets.some((mount) => ['config', 'keys', 'state'].includes(mount)), `${name} sees keys or ledger`);
      say(!isGateway || ['startupProbe', 'readinessProbe', 'livenessProbe'].every((probe) => container[probe]?.httpGet?.port === 'probe'), 'a probe beside the probe listener');
    }
    const gateway = containers.find((container) => container.name === 'gateway');
    say(gateway.env.some((one) => one.name === 'GATEWAY__Ledger__Origin' && one.value.includes('$(POD_NAME)')), 'one origin for all replicas');
    say(pod.containers.includes(gateway) || gateway.restartPolicy === 'Always', 'the sidecar is not one');
  }
  return faults;
}

// Every namespace that is named here ends in a policy that closes it, and no egress rule is open.
function networkFaults(documents) {
  const faults = [];
  const policies = documents.filter((document) => document.kind === 'NetworkPolicy');
  for (const { metadata } of documents.filter((document) => document.kind === 'Namespace')) {
    const closes = policies.some(({ metadata: own, spec }) => own.namespace === metadata.name
      && Object.keys(spec.podSelector).length === 0 && spec.policyTypes.includes('Egress') && spec.policyTypes.includes('Ingress')
      && spec.egress === undefined && spec.ingress === undefined);
    closes || faults.push(`namespace ${metadata.name} is open`);
  }
  for (const { metadata, spec } of policies) {
    for (const rule of spec.egress ?? []) {
      (rule.to?.length > 0 && rule.ports?.length > 0) || faults.push(`${metadata.name}: egress to anywhere`);
      for (const peer of rule.to ?? []) {
        (peer.ipBlock ? peer.ipBlock.cidr.endsWith('/32') : peer.podSelector && peer.namespaceSelector)
          || faults.push(`${metadata.name}: egress to more than one place`);
      }
    }
  }
  return faults;
}

const twins = {
  'a misspelt field': [typeFaults, (text) => text.replace('readOnlyRootFilesystem', 'readOnlyRootFilesytem')],
  'a field at the wrong place': [typeFaults, (text) => text.replace('replicas: 2', 'replicas: 2\n  restartPolicy: Always')],
  'a value of the wrong type': [typeFaults, (text) => text.replace('replicas: 2', 'replicas: "2"')],
  'a required field left out': [typeFaults, (text) => text.replace(/  serviceName: \w+\n/, '')],
  'a container as root': [podFaults, (text) => text.replace('runAsUser: 10001', 'runAsUser: 0')],
  'runAsNonRoot taken back': [podFaults, (text) => text.replace('runAsNonRoot: true', 'runAsNonRoot: false')],
  'a capability kept': [podFaults, (text) => text.replace('drop: [ALL]', 'drop: [NET_RAW]')],
  'a root that can be written': [podFaults, (text) => text.replace('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false')],
  'a ledger two pods may mount': [podFaults, (text) => text.replace('ReadWriteOncePod', 'ReadWriteMany')],
  'one origin for all replicas': [podFaults, (text) => text.replace('$(POD_NAME).gateway', 'gateway')],
  'an open namespace': [networkFaults, (text) => text.replace('podSelector: {}\n  policyTypes: [Ingress, Egress]', 'podSelector: {}\n  policyTypes: [Ingress]')],
  'a way out to anywhere': [networkFaults, (text) => text.replace(/    - to:\n        - ipBlock.*\n      ports/, '    - ports')],
  'a way out to a whole network': [networkFaults, (text) => text.replace('203.0.113.10/32', '203.0.113.0/24')],
};

for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
  const text = readFileSync(join(folder, name), 'utf8');
  for (const [what, faults] of Object.entries({ 'the types of the Kubernetes API': typeFaults, 'what a pod may not': podFaults, 'the way out': networkFaults })) {
    const found = faults(read(text));
    check(`${name}: ${what}`, found.length === 0, found.join('\n'));
  }
  for (const [what, [faults, change]] of Object.entries(twins)) {
    const changed = change(text);
    check(`${name}: tampered, ${what}, is found`, changed !== text && faults(read(changed)).length > 0);
  }
}
check('sidecar.yaml: the application cannot see the keys', podFaults(read(readFileSync(join(folder, 'sidecar.yaml'), 'utf8')
  .replace(/(name: app\n[\s\S]*?volumeMounts:\n)/, '$1            - { name: keys, mountPath: /keys }\n'))).some((fault) => fault.includes('sees keys')));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
